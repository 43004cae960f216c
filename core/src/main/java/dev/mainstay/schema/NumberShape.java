package dev.mainstay.schema;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A number.
 *
 * @param type the JSON Schema's type
 * @param kind what it must be, in words
 * @param reader the number in Java; fails where it is out of range or not whole
 */
record NumberShape(String type, String kind, Function<BigDecimal, Object> reader)
    implements Shape, JsonShape.Scalar {
  // What a BigInteger may have; the expansion of 1e999999999 would not fit into memory.
  private static final int MOST_DIGITS = 1_000;

  private static final NumberShape BYTE = whole("-128 to 127", BigDecimal::byteValueExact);
  private static final NumberShape SHORT = whole("-32768 to 32767", BigDecimal::shortValueExact);
  private static final NumberShape INT =
      whole(Integer.MIN_VALUE + " to " + Integer.MAX_VALUE, BigDecimal::intValueExact);
  private static final NumberShape LONG =
      whole(Long.MIN_VALUE + " to " + Long.MAX_VALUE, BigDecimal::longValueExact);
  private static final NumberShape DOUBLE =
      new NumberShape("number", "a number", number -> finite(number.doubleValue()));
  private static final NumberShape FLOAT =
      new NumberShape("number", "a number", number -> (float) finite(number.floatValue()));

  private static final Map<Class<?>, NumberShape> ALL =
      Map.ofEntries(
          Map.entry(byte.class, BYTE),
          Map.entry(Byte.class, BYTE),
          Map.entry(short.class, SHORT),
          Map.entry(Short.class, SHORT),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(
              BigInteger.class, new NumberShape("integer", "a whole number", NumberShape::exact)),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(float.class, FLOAT),
          Map.entry(Float.class, FLOAT),
          Map.entry(BigDecimal.class, new NumberShape("number", "a number", number -> number)));

  private static NumberShape whole(String range, Function<BigDecimal, Object> reader) {
    return new NumberShape("integer", "a whole number, " + range, reader);
  }

  // Not by toBigIntegerExact: it divides 1e-99999999 by the power of ten that this has.
  private static BigInteger exact(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    if (bare.scale() > 0) {
      throw new ArithmeticException("not whole");
    }
    return bare.toBigInteger();
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("out of range");
    }
    return value;
  }

  /** The shape of {@code type}, if it is a number. */
  static Optional<Shape> of(Class<?> type) {
    return Optional.ofNullable(ALL.get(type));
  }

  @Override
  public String jsonType() {
    return type;
  }

  @Override
  public List<String> constants() {
    return List.of();
  }

  @Override
  public JsonObject schema(Definitions definitions) {
    return JsonObject.of("type", new JsonString(type));
  }

  @Override
  public Object read(JsonValue json, ValuePath place) {
    if (!(json instanceof JsonNumber(String literal))) {
      throw place.mustBe(kind, json);
    }
    try {
      BigDecimal number = new BigDecimal(literal);
      if ((long) number.precision() - number.scale() > MOST_DIGITS) {
        throw place.mustBe(kind, json);
      }
      return reader.apply(number);
    } catch (ArithmeticException | NumberFormatException outOfRange) {
      throw place.mustBe(kind, json);
    }
  }

  @Override
  public JsonValue write(Object value) {
    return new JsonNumber(value.toString());
  }
}
