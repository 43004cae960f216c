package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of sampling goes to a Claude: it takes a temperature of at most 1, and beside thoughts none
 * but 1, no {@code top_p} under 0.95 and no {@code top_k}; from 4.1 on either a temperature or a
 * {@code top_p}, and from 4.7 on neither of them, nor a {@code top_k}.
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
  private static final List<String> ALL = List.of(TEMPERATURE, TOP_P, TOP_K);
  private static final double MOST = 1;
  private static final double LEAST_TOP_P = 0.95;

  /** What goes; the set is copied. */
  public ClaudeSampling {
    leftOut = Set.copyOf(leftOut);
  }

  /**
   * What goes out for {@code taken} to {@code model}.
   *
   * @param thinking how the model would be asked to think
   * @throws UnsupportedException if it asks for sampling that is not taken
   */
  public static ClaudeSampling of(
      String provider, ClaudeModel model, TakenRequest taken, Optional<JsonObject> thinking) {
    if (!model.takesSampling()) {
      return new ClaudeSampling(thinking, withoutAny(provider, model, taken));
    }
    JsonObject request = taken.json();
    Set<String> leftOut = new HashSet<>();
    if (request.decimal(TEMPERATURE).orElse(MOST) > MOST) {
      if (!mayGo(TEMPERATURE, taken)) {
        throw refused(provider, TEMPERATURE, "over 1 in 'temperature'");
      }
      leftOut.add(TEMPERATURE);
    } else if (!model.takesTemperatureBesideTopP()
        && request.hasValue(TEMPERATURE)
        && request.hasValue(TOP_P)) {
      leftOut.add(oneOfTwo(provider, model, taken));
    }
    if (thinking.filter(ClaudeSampling::isOn).isEmpty()) {
      return new ClaudeSampling(thinking, leftOut);
    }
    for (String name : refusedBesideThoughts(request)) {
      if (mayGo(name, taken)) {
        leftOut.add(name);
      } else if (isOurs(taken)) {
        return new ClaudeSampling(Optional.empty(), leftOut);
      } else {
        throw refused(provider, name, "this '" + name + "' beside thinking");
      }
    }
    return new ClaudeSampling(thinking, leftOut);
  }

  // A value that means the default asks for nothing.
  private static Set<String> withoutAny(String provider, ClaudeModel model, TakenRequest taken) {
    Set<String> leftOut = new HashSet<>();
    for (String name : ALL) {
      if (!taken.json().hasValue(name)) {
        continue;
      }
      if (!isDefault(name, taken.json()) && !mayGo(name, taken)) {
        throw UnsupportedException.ofModel(provider, model.name(), name);
      }
      leftOut.add(name);
    }
    return leftOut;
  }

  // Which of a temperature and a top_p does not go: the one that asks for nothing, else the
  // deployment's, else the top_p.
  private static String oneOfTwo(String provider, ClaudeModel model, TakenRequest taken) {
    if (isDefault(TEMPERATURE, taken.json())
        || (taken.isOurs(TEMPERATURE) && !taken.isOurs(TOP_P))) {
      return TEMPERATURE;
    }
    if (isDefault(TOP_P, taken.json()) || mayGo(TOP_P, taken)) {
      return TOP_P;
    }
    throw refused(provider, TOP_P, "'top_p' beside 'temperature' for '" + model.name() + "'");
  }

  private static boolean isDefault(String name, JsonObject request) {
    return request.decimal(name).orElse(0) == MOST && !name.equals(TOP_K);
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

  /** What of the sampling that {@code request} asks for {@code model} refuses, thoughts or none. */
  public static Set<String> refusedBy(ClaudeModel model, JsonObject request) {
    Set<String> refused = new HashSet<>();
    if (!model.takesSampling()) {
      ALL.stream().filter(request::hasValue).forEach(refused::add);
      return refused;
    }
    if (request.decimal(TEMPERATURE).orElse(MOST) > MOST) {
      refused.add(TEMPERATURE);
    } else if (!model.takesTemperatureBesideTopP()
        && request.hasValue(TEMPERATURE)
        && request.hasValue(TOP_P)) {
      refused.add(TOP_P);
    }
    return refused;
  }

  /** What {@code model} refuses beside the sampling that {@code request} asks for. */
  public static Set<String> refusedBesideSampling(JsonObject request, ClaudeModel model) {
    Set<String> refused = new HashSet<>();
    if (!model.takesTemperatureBesideTopP()) {
      if (request.hasValue(TEMPERATURE)) {
        refused.add(TOP_P);
      }
      if (request.hasValue(TOP_P)) {
        refused.add(TEMPERATURE);
      }
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
