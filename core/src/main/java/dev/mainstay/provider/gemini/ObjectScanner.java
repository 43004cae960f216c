package dev.mainstay.provider.gemini;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds where JSON objects begin and end that stand beside each other, byte by byte. */
final class ObjectScanner {
  private int depth;
  private boolean isInText;
  private boolean isEscaped;

  /** The objects in {@code data}, one after the other; an unfinished last one is left out. */
  static List<byte[]> objects(byte[] data) {
    ObjectScanner scanner = new ObjectScanner();
    List<byte[]> objects = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < data.length; at++) {
      if (!scanner.isInObject()) {
        start = at;
      }
      if (scanner.closes(data[at])) {
        objects.add(Arrays.copyOfRange(data, start, at + 1));
      }
    }
    return objects;
  }

  /** Whether an object has begun and not ended. */
  boolean isInObject() {
    return depth > 0;
  }

  /** Takes the next byte; whether an object ends with it. */
  boolean closes(byte b) {
    if (isEscaped) {
      isEscaped = false;
    } else if (isInText) {
      isEscaped = b == '\\';
      isInText = b != '"';
    } else if (b == '{') {
      depth++;
    } else if (b == '"') {
      isInText = depth > 0;
    } else if (b == '}' && depth > 0) {
      depth--;
      return depth == 0;
    }
    return false;
  }
}
