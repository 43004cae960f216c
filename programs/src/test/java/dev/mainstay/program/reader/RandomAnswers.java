package dev.mainstay.program.reader;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.JsonShape;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes answers by chance: fields, values that are hard to read, and the text that says them. */
final class RandomAnswers {
  static final String NONCE = "7f3a";

  enum Mood {
    GOOD,
    BAD
  }

  sealed interface Figure {}

  record Circle(double radius, String name) implements Figure {}

  record Square(int side, Optional<String> note) implements Figure {}

  record Inner(String name, int count, Optional<Boolean> flag, List<String> words) {}

  /** What fields are of. */
  record Kinds(
      String text,
      String more,
      Optional<String> perhaps,
      int number,
      Optional<Double> share,
      boolean flag,
      Mood mood,
      List<String> words,
      List<Inner> inners,
      Map<String, String> names,
      Inner inner,
      Optional<Inner> other,
      Figure figure) {}

  /**
   * An answer.
   *
   * @param fields its fields
   * @param text what the model says
   * @param values what it means
   */
  record Made(List<AnswerField> fields, String text, JsonObject values) {}

  private static final List<JsonShape> SHAPES =
      Arrays.stream(Kinds.class.getRecordComponents())
          .map(RecordComponent::getGenericType)
          .map(type -> JsonShape.of(type, "field"))
          .toList();

  private static final List<String> WORDS =
      List.of(
          "a",
          "word",
          " ",
          "  ",
          "\n",
          "\n\n",
          "\t",
          "\r\n",
          "[[",
          "[[ ##",
          "[[ ## ",
          "]]",
          "## ]]",
          "[[ ## f0 ## ]]",
          "[[ ## f1:0000 ## ]]",
          "\n[[ ## f0 ## ]]\n",
          "\n[[ ## f1:7f3b ## ]]\n",
          " [[ ## f1:7f3a ## ]] ",
          "\n[[",
          "\n[",
          "\n## Title ##\n",
          "[[wiki]]",
          "[0]",
          "\"",
          "\\",
          "\\n",
          "\\u0041",
          "\", \"f1\": \"",
          "{\"f0\": 1}",
          "{",
          "}",
          "```",
          "```json\n",
          "\u2028",
          "\u000b",
          "\u00e9",
          "\uD83D\uDE00",
          "\uD83D",
          "\uDE00",
          "\uD83D\uDC4D\uD83C\uDFFD",
          "/",
          "\b",
          ":",
          ",",
          "null",
          "True",
          "\u0001");

  private final Random random;

  RandomAnswers(long seed) {
    random = new Random(seed);
  }

  Made next(boolean json) {
    List<AnswerField> fields = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      fields.add(new AnswerField("f" + i, SHAPES.get(random.nextInt(SHAPES.size()))));
    }
    var values = JsonObject.builder();
    List<String> said = new ArrayList<>();
    for (AnswerField field : fields) {
      JsonValue value = value(field.shape());
      boolean isText = field.some() instanceof JsonShape.Text;
      if (value == JsonNull.NULL && (chance(2) || (!json && isText))) {
        values.put(field.name(), value);
        continue;
      }
      said.add(json ? member(field.name(), value) : section(field, value));
      values.put(field.name(), canonical(field, value, json));
    }
    Collections.shuffle(said, random);
    if (chance(5)) {
      said.add(json ? member("zz", value(SHAPES.getFirst())) : "[[ ## zz:7f3a ## ]]\nwhat\n");
    }
    return new Made(fields, json ? object(said) : marked(said), values.build());
  }

  boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  List<String> cut(String text) {
    List<String> parts = new ArrayList<>();
    int longest = 1 + random.nextInt(chance(3) ? 3 : 30);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
      parts.add(text.substring(from, to));
      from = to;
    }
    return parts;
  }

  // A marked text is trimmed, and half of a character is replaced.
  private static JsonValue canonical(AnswerField field, JsonValue value, boolean json) {
    if (!json
        && field.some() instanceof JsonShape.Text
        && value instanceof JsonString(String text)) {
      return wellFormed(new JsonString(text.strip()));
    }
    return wellFormed(value);
  }

  private static JsonValue wellFormed(JsonValue value) {
    return switch (value) {
      case JsonString(String text) ->
          new JsonString(
              text.codePoints()
                  .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString());
      case JsonArray array ->
          JsonArray.of(array.items().stream().map(RandomAnswers::wellFormed).toList());
      case JsonObject object -> {
        var all = JsonObject.builder();
        object.forEach((name, each) -> all.put(name, wellFormed(each)));
        yield all.build();
      }
      default -> value;
    };
  }

  private JsonValue value(JsonShape shape) {
    return switch (shape) {
      case JsonShape.Maybe maybe -> chance(3) ? JsonNull.NULL : value(maybe.some());
      case JsonShape.Text text -> new JsonString(words());
      case JsonShape.Scalar scalar -> scalar.write(scalar.read(scalar(scalar), ""));
      case JsonShape.Items list -> JsonArray.of(some(() -> value(list.item())));
      case JsonShape.Entries map -> {
        List<JsonValue> entries = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          entries.add(
              JsonObject.builder().put("key", "k" + i).put("value", value(map.entry())).build());
        }
        yield JsonArray.of(entries);
      }
      case JsonShape.Members record -> members(record);
      case JsonShape.Variants union -> {
        String name = chance(2) ? "Circle" : "Square";
        yield members(union.variant(name).orElseThrow()).with(union.tag(), name);
      }
    };
  }

  private JsonObject members(JsonShape.Members record) {
    var object = JsonObject.builder();
    record.members().forEach(member -> object.put(member.name(), value(member.shape())));
    return object.build();
  }

  private JsonValue scalar(JsonShape.Scalar scalar) {
    return switch (scalar.jsonType()) {
      case "integer" -> Scalars.literal(String.valueOf(random.nextInt(1000) - 500));
      case "number" -> Scalars.literal(String.valueOf(random.nextInt(1000) / 8.0));
      case "boolean" -> Scalars.literal(String.valueOf(random.nextBoolean()));
      default -> new JsonString(scalar.constants().get(random.nextInt(scalar.constants().size())));
    };
  }

  private List<JsonValue> some(java.util.function.Supplier<JsonValue> one) {
    List<JsonValue> all = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }

  private String words() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    // What is a header of the answer itself would not be text.
    String said = text.toString().replaceAll("\\n([ \\t]*)\\[\\[ ## f1:7f3a", "\n$1([ ## f1:7f3a");
    return said.strip().startsWith("[[ ## f1:7f3a") ? "x" + said : said;
  }

  private String section(AnswerField field, JsonValue value) {
    String header =
        chance(4)
            ? "[[##" + field.name() + " : 7f3a##]] "
            : "[[ ## " + field.name() + ":7f3a ## ]]\n";
    String text =
        switch (value) {
          case JsonString(String words) when field.some() instanceof JsonShape.Text -> words;
          case JsonString(String word) ->
              chance(3) ? word.toLowerCase(java.util.Locale.ROOT) : word;
          case JsonNull none -> chance(2) ? "None" : "";
          case JsonArray array -> fenced(write(array));
          case JsonObject object -> fenced(write(object));
          default -> value.toJson();
        };
    return header + text + "\n".repeat(1 + random.nextInt(2));
  }

  private String fenced(String json) {
    return chance(3) ? "```json\n" + json + "\n```" : json;
  }

  private String marked(List<String> sections) {
    String talk = chance(4) ? "Sure, here it is [[ ## now ## ]]:\n" : "";
    String end =
        chance(4) ? "" : "[[ ## /end:7f3a ## ]]" + (chance(3) ? "\nBye [[ ## f0:7f3a ## ]]" : "");
    String all = talk + String.join("", sections);
    return sections.isEmpty() ? all + "[[ ## /end:7f3a ## ]]" : all + end;
  }

  private String object(List<String> members) {
    String comma = chance(4) && !members.isEmpty() ? "," : "";
    String json = "{" + space() + String.join("," + space(), members) + comma + space() + "}";
    String before = chance(4) ? "Here {it} is:\n```json\n" : "";
    return before + json + (before.isEmpty() ? "" : "\n```\nBye {\"f0\": 1}");
  }

  private String member(String name, JsonValue value) {
    String twice = chance(12) ? "," + quoted(name) + ":" + write(value(SHAPES.getFirst())) : "";
    return quoted(name) + space() + ":" + space() + write(value) + twice;
  }

  private String space() {
    return chance(2) ? "" : chance(2) ? " " : "\n  ";
  }

  private String write(JsonValue value) {
    return switch (value) {
      case JsonString(String text) -> quoted(text);
      case JsonArray array ->
          "["
              + space()
              + String.join("," + space(), array.items().stream().map(this::write).toList())
              + "]";
      case JsonObject object -> {
        List<String> members = new ArrayList<>();
        object.forEach((name, each) -> {
          if (each != JsonNull.NULL || chance(2)) {
            members.add(quoted(name) + ":" + space() + write(each));
          }
        });
        Collections.shuffle(members, random);
        yield "{" + space() + String.join("," + space(), members) + space() + "}";
      }
      default -> value.toJson();
    };
  }

  // Some characters escaped that need not be.
  private String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean must = c < ' ' || c == '"' || c == '\\';
      if (must || chance(10)) {
        json.append(
            c == '\n' && chance(2) ? "\\n" : String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
