package dev.mainstay.architecture;

import dev.mainstay.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Records of which nothing is empty and no two parts are equal, whatever parts they have: what
 * copies them part by part loses one that comes later, and is found by them.
 */
public final class FilledValues {
  private final Map<Class<?>, IntFunction<Object>> samples = new HashMap<>();
  private int number;

  /** Values of numbers, texts, times, JSON and what is made of them. */
  public FilledValues() {
    with(String.class, n -> "text " + n);
    with(long.class, n -> (long) n);
    with(int.class, n -> n);
    with(Integer.class, n -> n);
    with(double.class, n -> n + 0.5);
    with(boolean.class, n -> true);
    with(OptionalLong.class, OptionalLong::of);
    with(OptionalInt.class, OptionalInt::of);
    with(byte[].class, n -> new byte[] {(byte) n});
    with(URI.class, n -> URI.create("https://example.com/" + n));
    with(OptionalDouble.class, n -> OptionalDouble.of(n + 0.5));
    with(Duration.class, Duration::ofSeconds);
    with(Instant.class, Instant::ofEpochSecond);
    with(JsonObject.class, n -> JsonObject.builder().put("number", n).build());
  }

  /** These, with {@code sample} for parts of {@code type}, made of a number. */
  public <T> FilledValues with(Class<T> type, IntFunction<? extends T> sample) {
    samples.put(type, sample::apply);
    return this;
  }

  /** One of {@code type}. */
  public <T> T of(Class<T> type) {
    return type.cast(ofType(type));
  }

  /** One of {@code type}. */
  public Object ofType(Type type) {
    if (type instanceof ParameterizedType of && !samples.containsKey((Class<?>) of.getRawType())) {
      return holder((Class<?>) of.getRawType(), of.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) (type instanceof ParameterizedType of ? of.getRawType() : type);
    IntFunction<Object> sample = samples.get(plain);
    if (sample != null) {
      return sample.apply(++number);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[plain.getEnumConstants().length - 1];
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isSealed()) {
      return ofType(plain.getPermittedSubclasses()[0]);
    }
    throw new IllegalArgumentException("no sample of " + type + "; name one by with(…)");
  }

  private Object holder(Class<?> raw, Type... of) {
    if (raw == Optional.class) {
      return Optional.of(ofType(of[0]));
    }
    if (raw == List.class) {
      return List.of(ofType(of[0]));
    }
    if (raw == Set.class) {
      return Set.of(ofType(of[0]));
    }
    if (raw == Map.class) {
      return Map.of(ofType(of[0]), ofType(of[1]));
    }
    throw new IllegalArgumentException("no sample of " + raw + "; name one by with(…)");
  }

  private Object record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(parts).map(part -> ofType(part.getGenericType())).toArray();
    try {
      Constructor<?> whole = type.getDeclaredConstructor(types);
      whole.setAccessible(true);
      return whole.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot fill " + type, e);
    }
  }
}
