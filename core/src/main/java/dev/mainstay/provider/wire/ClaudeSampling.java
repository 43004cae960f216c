package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What of sampling goes to a Claude: it takes a temperature of at most 1, and beside thoughts none
 * but 1, no {@code top_p} under 0.95 and no {@code top_k}.
 * https://docs.claude.com/en/docs/build-with-claude/extended-thinking#feature-compatibility
 *
 * <p>What the deployment set gives way to what the caller asked for; of the caller's own, sampling
 * is left out where the policy says so, and else refused by name.
 *
 * @param thinking how it is asked to think, if it is
 * @param leftOut the parameters that are not sent
 */
public record ClaudeSampling(Optional<JsonObject> thinking, Set<String> leftOut) {
  private static final String TEMPERATURE = "temperature";
  private static final String TOP_P = "top_p";
  private static final String TOP_K = "top_k";
  private static final double MOST = 1;
  private static final double LEAST_TOP_P = 0.95;

  /** What goes; the set is copied. */
  public ClaudeSampling {
    leftOut = Set.copyOf(leftOut);
  }

  /**
   * What goes out for {@code taken}.
   *
   * @param thinking how the model would be asked to think
   * @throws UnsupportedException if it asks for sampling that is not taken
   */
  public static ClaudeSampling of(
      String provider, TakenRequest taken, Optional<JsonObject> thinking) {
    JsonObject request = taken.json();
    Set<String> leftOut = new HashSet<>();
    if (request.decimal(TEMPERATURE).orElse(MOST) > MOST) {
      if (!mayGo(TEMPERATURE, taken)) {
        throw refused(provider, TEMPERATURE, "over 1 in 'temperature'");
      }
      leftOut.add(TEMPERATURE);
    }
    if (thinking.filter(ClaudeSampling::isOn).isEmpty()) {
      return new ClaudeSampling(thinking, leftOut);
    }
    for (String name : refusedBesideThoughts(request)) {
      if (mayGo(name, taken)) {
        leftOut.add(name);
      } else if (isOurs(taken)) {
        return new ClaudeSampling(Optional.empty(), Set.of());
      } else {
        throw refused(provider, name, "this '" + name + "' beside thinking");
      }
    }
    return new ClaudeSampling(thinking, leftOut);
  }

  /** What of {@code request} is refused beside thoughts. */
  public static Set<String> refusedBesideThoughts(JsonObject request) {
    Set<String> refused = new HashSet<>();
    if (request.decimal(TEMPERATURE).orElse(MOST) != MOST) {
      refused.add(TEMPERATURE);
    }
    if (request.decimal(TOP_P).orElse(MOST) < LEAST_TOP_P) {
      refused.add(TOP_P);
    }
    if (request.hasValue(TOP_K)) {
      refused.add(TOP_K);
    }
    return refused;
  }

  /** Whether {@code thinking} asks for thoughts. */
  public static boolean isOn(JsonObject thinking) {
    return thinking.text("type").filter("disabled"::equals).isEmpty();
  }

  private static boolean mayGo(String name, TakenRequest taken) {
    return taken.policy().dropsUnsupported() || taken.isOurs(name);
  }

  private static boolean isOurs(TakenRequest taken) {
    return taken.isOurs(taken.json().hasValue("thinking") ? "thinking" : "reasoning_effort");
  }

  private static UnsupportedException refused(String provider, String name, String what) {
    return new UnsupportedException(
        name, provider + " does not take " + what + "; " + UnsupportedException.OR_DROP);
  }
}
