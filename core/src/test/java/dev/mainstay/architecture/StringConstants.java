package dev.mainstay.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The string constants of a class, read from its file: what its code says, in messages too, without
 * its names. https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html#jvms-4.4
 */
public final class StringConstants {
  private static final Pattern WORD = Pattern.compile("[a-z]+(_[a-z]+)+");
  private static final int UTF8 = 1;
  private static final int STRING = 8;

  private StringConstants() {}

  /** The constants of {@code type}. */
  public static List<String> of(JavaClass type) throws IOException {
    try (DataInputStream file =
        new DataInputStream(type.getSource().orElseThrow().getUri().toURL().openStream())) {
      file.skipNBytes(8);
      return read(file);
    }
  }

  /** The constants of {@code types} in which one of {@code words} stands, each behind its class. */
  public static List<String> naming(Set<String> words, Iterable<JavaClass> types)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaClass type : types) {
      for (String constant : of(type)) {
        if (WORD.matcher(constant).results().map(MatchResult::group).anyMatch(words::contains)) {
          found.add(type.getName() + ": " + constant);
        }
      }
    }
    return found;
  }

  private static List<String> read(DataInputStream file) throws IOException {
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    int count = file.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = file.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts.put(i, file.readUTF());
        case STRING -> strings.add(file.readUnsignedShort());
        default -> file.skipNBytes(size(tag));
      }
      // A long and a double take two places.
      i += tag == 5 || tag == 6 ? 1 : 0;
    }
    return strings.stream().map(texts::get).toList();
  }

  private static int size(int tag) {
    return switch (tag) {
      case 7, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IllegalStateException("there is no constant with the tag " + tag);
    };
  }
}
