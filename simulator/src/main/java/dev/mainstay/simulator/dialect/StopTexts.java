package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;

/** More texts to stop at than a vendor takes. */
final class StopTexts {
  static final String STOP = "stop";

  /** How many OpenAI takes, and most who speak its dialect. */
  static final int OPENAIS = 4;

  private StopTexts() {}

  /** How many {@code name} of {@code object} has, where that is more than {@code most}. */
  static OptionalInt above(int most, JsonObject object, String name) {
    int count = object.array(name).map(JsonArray::size).orElse(0);
    return count > most ? OptionalInt.of(count) : OptionalInt.empty();
  }

  /** {@code words} where {@code name} of {@code object} has more than {@code most}. */
  static Optional<String> refused(int most, JsonObject object, String name, String words) {
    return above(most, object, name).isPresent() ? Optional.of(words) : Optional.empty();
  }
}
