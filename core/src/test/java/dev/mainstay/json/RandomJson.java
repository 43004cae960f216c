package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Random values, and random texts of a value: any white space, escapes and number forms that JSON
 * allows.
 */
final class RandomJson {
  private static final String[] NUMBERS = {
    "0", "-0", "7", "-12", "1.0", "1.50", "1e5", "1E+5", "-2.5e-3", "123456789012345678901234567890"
  };
  private static final String[] PIECES = {
    "a", "key", " ", "\"", "\\", "/", "\n", "\u0000", "é", "€", "😀", "\u2028", "\ud83d", "\ude00"
  };
  private static final String[] SPACES = {"", "", "", " ", "\t", "\n", "\r\n  "};

  private final RandomGenerator random;

  RandomJson(RandomGenerator random) {
    this.random = random;
  }

  JsonValue value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> new JsonString(string());
      case 1 -> new JsonNumber(pick(NUMBERS));
      case 2 -> JsonBoolean.of(random.nextBoolean());
      case 3 -> JsonNull.NULL;
      case 4 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  String textOf(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> quoted(text);
      case JsonObject object -> "{" + members(object) + "}";
      case JsonArray array ->
          "["
              + spaced(String.join(",", array.items().stream().map(this::spacedText).toList()))
              + "]";
      case JsonNumber number -> number.literal();
      case JsonBoolean flag -> String.valueOf(flag.value());
      case JsonNull nothing -> "null";
    };
  }

  String spacedText(JsonValue value) {
    return spaced(textOf(value));
  }

  private JsonArray array(int depth) {
    List<JsonValue> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(value(depth));
    }
    return JsonArray.of(items);
  }

  private JsonObject object(int depth) {
    JsonObjectBuilder members = JsonObject.builder();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.put(name(), value(depth));
    }
    return members.build();
  }

  private String members(JsonObject object) {
    List<String> members = new ArrayList<>();
    object.forEach((name, value) -> members.add(spaced(quoted(name)) + ":" + spacedText(value)));
    return spaced(String.join(",", members));
  }

  // Half a character is refused in a name.
  private String name() {
    return new String(string().getBytes(UTF_8), UTF_8);
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  private String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    boolean escaped = random.nextInt(3) == 0;
    text.codePoints()
        .forEach(c -> {
          boolean must = c < ' ' || c == '"' || c == '\\' || (c >= 0xd800 && c <= 0xdfff);
          if (must || escaped) {
            Character.toString(c)
                .chars()
                .forEach(unit -> quoted.append(String.format(Locale.ROOT, "\\u%04x", unit)));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }

  private String spaced(String text) {
    return pick(SPACES) + text + pick(SPACES);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
