package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/**
 * Writes values as UTF-8: parsed containers as they came, everything else without white space. The
 * bytes are counted first and written then, so that a large text is copied once.
 */
final class JsonWriter {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final byte[] out;
  private int at;

  private JsonWriter(int size) {
    out = new byte[size];
  }

  /** The bytes of {@code value}. */
  static byte[] write(JsonValue value) {
    JsonWriter writer = new JsonWriter(Math.toIntExact(size(value)));
    writer.add(value);
    return writer.out;
  }

  /** How many bytes {@link #write} gives. */
  static long size(JsonValue value) {
    return switch (value) {
      case JsonObject object -> size(object);
      case JsonArray array -> size(array);
      case JsonString(String text) -> JsonText.size(text);
      case JsonNumber(String literal) -> literal.length();
      case JsonBoolean flag -> (flag.value() ? TRUE : FALSE).length;
      case JsonNull nothing -> NULL.length;
    };
  }

  private static long size(JsonObject object) {
    JsonSource source = object.source();
    if (source != null) {
      return source.length();
    }
    long size = 2L + Math.max(0, object.size() - 1);
    for (int i = 0; i < object.size(); i++) {
      JsonSlice slice = object.sliceAt(i);
      size += JsonText.size(object.nameAt(i)) + 1;
      size += slice == null ? size(object.valueAt(i)) : slice.size();
    }
    return size;
  }

  private static long size(JsonArray array) {
    JsonSource source = array.source();
    if (source != null) {
      return source.length();
    }
    long size = 2L + Math.max(0, array.size() - 1);
    List<JsonValue> items = array.items();
    if (items instanceof SliceList slices) {
      for (int i = 0; i < slices.size(); i++) {
        size += slices.slice(i).size();
      }
      return size;
    }
    for (JsonValue item : items) {
      size += size(item);
    }
    return size;
  }

  private void add(JsonValue value) {
    switch (value) {
      case JsonObject object -> addObject(object);
      case JsonArray array -> addArray(array);
      case JsonString(String text) -> addString(text);
      case JsonNumber(String literal) -> add(literal.getBytes(US_ASCII));
      case JsonBoolean flag -> add(flag.value() ? TRUE : FALSE);
      case JsonNull nothing -> add(NULL);
    }
  }

  private void addObject(JsonObject object) {
    JsonSource source = object.source();
    if (source != null) {
      copy(source);
      return;
    }
    add('{');
    for (int i = 0; i < object.size(); i++) {
      separate(i);
      addString(object.nameAt(i));
      add(':');
      JsonSlice slice = object.sliceAt(i);
      if (slice == null) {
        add(object.valueAt(i));
      } else {
        at = slice.write(out, at);
      }
    }
    add('}');
  }

  private void addArray(JsonArray array) {
    JsonSource source = array.source();
    if (source != null) {
      copy(source);
      return;
    }
    add('[');
    List<JsonValue> items = array.items();
    for (int i = 0; i < items.size(); i++) {
      separate(i);
      if (items instanceof SliceList slices) {
        at = slices.slice(i).write(out, at);
      } else {
        add(items.get(i));
      }
    }
    add(']');
  }

  private void addString(String text) {
    at = JsonText.write(text, out, at);
  }

  private void separate(int index) {
    if (index > 0) {
      add(',');
    }
  }

  private void add(char ascii) {
    out[at++] = (byte) ascii;
  }

  private void add(byte[] bytes) {
    System.arraycopy(bytes, 0, out, at, bytes.length);
    at += bytes.length;
  }

  private void copy(JsonSource source) {
    System.arraycopy(source.bytes(), source.from(), out, at, source.length());
    at += source.length();
  }
}
