package dev.mainstay.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes values as UTF-8: parsed containers as they came, everything else without white space. */
final class JsonWriter {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  JsonWriter write(JsonValue value) {
    switch (value) {
      case JsonObject object -> writeObject(object);
      case JsonArray array -> writeArray(array);
      case JsonString(String text) -> writeString(text);
      case JsonNumber(String literal) ->
          out.writeBytes(literal.getBytes(StandardCharsets.US_ASCII));
      case JsonBoolean flag -> out.writeBytes(flag.value() ? TRUE : FALSE);
      case JsonNull nothing -> out.writeBytes(NULL);
    }
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void writeObject(JsonObject object) {
    JsonSource source = object.source();
    if (source != null) {
      copy(source);
      return;
    }
    out.write('{');
    for (int i = 0; i < object.size(); i++) {
      separate(i);
      writeString(object.nameAt(i));
      out.write(':');
      write(object.valueAt(i));
    }
    out.write('}');
  }

  private void writeArray(JsonArray array) {
    JsonSource source = array.source();
    if (source != null) {
      copy(source);
      return;
    }
    out.write('[');
    List<JsonValue> items = array.items();
    for (int i = 0; i < items.size(); i++) {
      separate(i);
      write(items.get(i));
    }
    out.write(']');
  }

  private void writeString(String text) {
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    out.write('"');
  }

  private void separate(int index) {
    if (index > 0) {
      out.write(',');
    }
  }

  private void copy(JsonSource source) {
    out.write(source.bytes(), source.from(), source.length());
  }
}
