package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes values as UTF-8: parsed containers as they came, everything else without white space. */
final class JsonWriter {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  JsonWriter write(JsonValue value) {
    switch (value) {
      case JsonObject object -> writeObject(object);
      case JsonArray array -> writeArray(array);
      case JsonString(String text) -> writeString(text);
      case JsonNumber(String literal) -> out.writeBytes(literal.getBytes(US_ASCII));
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
    int from = 0;
    for (int half = nextHalf(text, 0); half >= 0; half = nextHalf(text, from)) {
      writeQuoted(text.substring(from, half));
      out.writeBytes(String.format("\\u%04x", (int) text.charAt(half)).getBytes(US_ASCII));
      from = half + 1;
    }
    writeQuoted(text.substring(from));
    out.write('"');
  }

  private void writeQuoted(String text) {
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
  }

  // Half of a surrogate pair has no form in UTF-8. Providers send it where they cut a text between
  // the halves.
  private static int nextHalf(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
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
