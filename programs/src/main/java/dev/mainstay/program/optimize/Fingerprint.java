package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.program.Program;
import dev.mainstay.program.signature.History;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.text.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What results are about, by name: a digest of what is long, and short things as they are. Equal
 * for what gives the same results. Immutable.
 */
record Fingerprint(JsonObject json) {
  private static final int BYTES = 8;

  // As in [B@1b6d3586, which is another in each virtual machine.
  private static final Pattern HASH = Pattern.compile("@[0-9a-f]{1,8}\\b");

  /** Of {@code program}, by its {@link Program#identity}. */
  static Fingerprint of(String what, Program<?, ?> program) {
    return new Fingerprint(
        JsonObject.builder()
            .put("kind", what)
            .put("program", Sha256.hex(MapOrder.settled(program.identity()).toJson(), BYTES))
            .build());
  }

  /** This with {@code examples} by the name {@code name}. */
  Fingerprint with(String name, List<? extends Example<?, ?>> examples) {
    StringBuilder told = new StringBuilder();
    for (Example<?, ?> example : examples) {
      told.append(input(example.input())).append('\n');
      told.append(json(example.expected())).append('\n');
    }
    return with(name, Sha256.hex(told.toString(), BYTES));
  }

  /** This with {@code value} by the name {@code name}. */
  Fingerprint with(String name, String value) {
    return new Fingerprint(json.with(name, value));
  }

  private static String input(Object input) {
    if (!(input instanceof Record record)) {
      return json(input);
    }
    try {
      InputValues values = Signature.valuesOf(record);
      StringBuilder told = new StringBuilder(fields(values));
      for (History.Turn turn : values.turns()) {
        told.append(fields(Signature.valuesOf(turn.input()))).append(json(turn.output()));
      }
      return told.toString();
    } catch (IllegalArgumentException notAProgramsInput) {
      return json(input);
    }
  }

  // Without the turns before it: each holds those before it.
  private static String fields(InputValues values) {
    StringBuilder told = new StringBuilder(MapOrder.settled(values.json()).toJson());
    values.media().forEach(content -> told.append(content.toJson().toJson()));
    return told.append('\n').toString();
  }

  private static String json(Object value) {
    JsonValue json = MapOrder.settled(Evaluation.json(value));
    return json instanceof JsonString(String words) && !(value instanceof String)
        ? HASH.matcher(words).replaceAll("@")
        : json.toJson();
  }

  /**
   * Refuses a file that is about something else.
   *
   * @param found what it is about; nothing where it does not tell
   * @throws IllegalArgumentException if that is not this
   */
  void require(Optional<JsonObject> found, @Nullable Path file) {
    JsonObject was = found.orElse(JsonObject.empty());
    List<String> others = new ArrayList<>();
    for (String name : json.names()) {
      if (!json.get(name).equals(was.get(name))) {
        others.add(name);
      }
    }
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " holds results that are not of this run: another "
              + String.join(", another ", others)
              + "; use another file, or delete it");
    }
  }
}
