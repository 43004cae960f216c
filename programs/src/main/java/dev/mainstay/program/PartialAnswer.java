package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What had been read of an answer that did not become whole. A failure of a call, which is thrown
 * as it is, has it among its suppressed exceptions: {@link #of} finds it there.
 */
public final class PartialAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient String raw;
  private final transient JsonObject values;
  private final transient Map<String, String> texts;

  PartialAnswer(String raw, JsonObject values, Map<String, String> texts) {
    super("what had come: " + texts.keySet(), null, false, false);
    this.raw = raw;
    this.values = values;
    this.texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  /** What had come when {@code failure} ended the answer; nothing where nothing had. */
  public static Optional<PartialAnswer> of(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    return failure instanceof ProgramException program
        ? Optional.of(program.partial())
        : Arrays.stream(failure.getSuppressed())
            .filter(PartialAnswer.class::isInstance)
            .map(PartialAnswer.class::cast)
            .findFirst();
  }

  /** What the model had written, as it was. */
  public String raw() {
    return raw;
  }

  /** The fields that were whole, by their names. */
  public JsonObject values() {
    return values;
  }

  /** The text of every field that had begun, whole or not. */
  public Map<String, String> texts() {
    return texts;
  }
}
