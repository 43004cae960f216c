package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The two forms in which a vector comes: an array of numbers, and Base64 of their bytes. */
public final class Embedding {
  private Embedding() {}

  /**
   * The numbers in {@code vector}, whichever form it has.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static float[] floats(JsonValue vector) {
    return switch (vector) {
      case JsonArray numbers -> ofNumbers(numbers);
      case JsonString(String base64) -> ofBytes(bytes(base64));
      default -> throw new IllegalArgumentException("a vector is neither numbers nor Base64");
    };
  }

  /** {@code vector} as Base64 of little-endian 32-bit floats. */
  public static JsonString base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return new JsonString(Base64.getEncoder().encodeToString(bytes.array()));
  }

  /** {@code vector} as an array of numbers. */
  public static JsonArray numbers(float[] vector) {
    List<JsonNumber> numbers = new ArrayList<>(vector.length);
    for (float number : vector) {
      // The shortest decimal of a float; as a double it would have seventeen digits.
      numbers.add(new JsonNumber(Float.toString(number)));
    }
    return JsonArray.of(numbers);
  }

  private static float[] ofNumbers(JsonArray numbers) {
    float[] floats = new float[numbers.size()];
    int at = 0;
    for (JsonValue number : numbers) {
      if (!(number instanceof JsonNumber known)) {
        throw new IllegalArgumentException("a vector has something that is not a number");
      }
      floats[at++] = (float) known.doubleValue();
    }
    return floats;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a vector is a text that is not Base64", e);
    }
  }

  private static float[] ofBytes(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException("a vector's Base64 is not made of 32-bit floats");
    }
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }
}
