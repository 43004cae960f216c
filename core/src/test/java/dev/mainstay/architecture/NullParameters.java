package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.testing.ScriptedProvider;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters that a user hands something in by, of methods and constructors. */
public final class NullParameters {
  private final List<Object> used;
  private final Map<Class<?>, Object> samples;

  /**
   * Those of what users call.
   *
   * @param used what methods are called of; of classes the static ones and the constructors
   * @param samples what is handed in for the other parameters, by their type
   */
  public NullParameters(List<Object> used, Map<Class<?>, Object> samples) {
    this.used = used;
    this.samples = samples;
  }

  /**
   * A parameter of something that may be called.
   *
   * @param handedIn null, or several of which one is
   */
  public record Given(
      Executable called, @Nullable Object target, int parameter, @Nullable Object handedIn) {
    @Override
    public String toString() {
      String owner = called.getDeclaringClass().getName();
      String types =
          Arrays.stream(called.getParameterTypes()).map(Class::getSimpleName).toList().toString();
      return owner
          + "."
          + (called instanceof Constructor ? "new" : called.getName())
          + types
          + " "
          + called.getParameters()[parameter].getName()
          + (handedIn == null ? "" : " of several");
    }
  }

  /** Every parameter that must not be null; of a list, a set or an array also none in it. */
  public Stream<Given> all() {
    return used.stream().flatMap(NullParameters::of);
  }

  private static Stream<Given> of(Object used) {
    Class<?> type = used instanceof Class<?> itself ? itself : used.getClass();
    List<Executable> all = new ArrayList<>(List.of(type.getConstructors()));
    all.addAll(List.of(type.getDeclaredMethods()));
    return all.stream()
        .filter(called -> Modifier.isPublic(called.getModifiers()) && !called.isSynthetic())
        .filter(called -> !called.getName().equals("equals") && !takesFailure(called))
        .filter(called ->
            used != type
                || called instanceof Constructor
                || Modifier.isStatic(called.getModifiers()))
        .flatMap(called -> of(called, used));
  }

  // Those are asked by the engine and by nobody else, but for what tests write down.
  private static boolean takesFailure(Executable called) {
    return called.getDeclaringClass() != ScriptedProvider.class
        && List.of(called.getParameterTypes()).contains(Failure.class);
  }

  private static Stream<Given> of(Executable called, Object used) {
    List<Given> all = new ArrayList<>();
    Parameter[] parameters = called.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      boolean mayBeNull = parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!parameters[i].getType().isPrimitive() && !mayBeNull) {
        all.add(new Given(called, used, i, null));
        Object several = severalWithNull(parameters[i].getType());
        if (several != null) {
          all.add(new Given(called, used, i, several));
        }
      }
    }
    return all.stream();
  }

  /** Fails unless null is refused there, by the parameter's name; among several by a name. */
  public void requireRefused(Given given) throws Exception {
    Parameter[] parameters = given.called().getParameters();
    Object[] arguments =
        Arrays.stream(parameters).map(parameter -> sample(parameter.getType())).toArray();
    arguments[given.parameter()] = given.handedIn();

    Throwable thrown = thrownBy(given, arguments);

    assertThat(thrown).as("%s", given).isInstanceOf(NullPointerException.class);
    assertThat(thrown.getMessage()).as("%s", given).matches("[a-z][A-Za-z0-9]*");
    if (given.handedIn() == null && parameters[given.parameter()].isNamePresent()) {
      assertThat(thrown).as("%s", given).hasMessage(parameters[given.parameter()].getName());
    }
  }

  private static @Nullable Object severalWithNull(Class<?> type) {
    if (type == List.class) {
      return Collections.singletonList(null);
    }
    if (type == Set.class) {
      return Collections.singleton(null);
    }
    return type.isArray() && !type.getComponentType().isPrimitive()
        ? Array.newInstance(type.getComponentType(), 2)
        : null;
  }

  private static @Nullable Throwable thrownBy(Given given, Object[] arguments) throws Exception {
    try {
      switch (given.called()) {
        case Method method -> method.invoke(given.target(), arguments);
        case Constructor<?> constructor -> constructor.newInstance(arguments);
      }
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private @Nullable Object sample(Class<?> type) {
    if (type.isPrimitive()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    Optional<Object> known =
        Stream.concat(
                Stream.ofNullable(samples.get(type)),
                used.stream().filter(used -> !(used instanceof Class) && type.isInstance(used)))
            .findFirst();
    return known.orElseGet(() -> type.isInterface() ? proxy(type) : null);
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        NullParameters.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> null);
  }
}
