package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.ParameterPolicy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's reasoning models refuse, which its other models take.
 * https://platform.openai.com/docs/guides/reasoning,
 * https://platform.openai.com/docs/guides/latest-model
 */
final class ReasoningModels {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:.*/)?(?:o[1-9]|gpt-(?<version>[5-9](?:\\.\\d+)?))(?<rest>.*)", Pattern.DOTALL);
  private static final Set<String> OF_SAMPLING =
      Set.copyOf(
          Arrays.asList(
              ("temperature top_p presence_penalty frequency_penalty logprobs top_logprobs"
                      + " logit_bias")
                  .split(" ")));
  private static final String FIRST_VERSION = "5";
  private static final Pattern WITH_STOP = Pattern.compile("(?:.*/)?o1(?!-mini).*", Pattern.DOTALL);

  private ReasoningModels() {}

  /** Whether the model of this name is one. */
  static boolean isOne(String model) {
    return mayBeOne(model) && NAME.matcher(model).matches();
  }

  // Nearly no name is one, which a look at it tells sooner: there must be one of its numbers.
  private static boolean mayBeOne(String model) {
    return hasDigitBehind("gpt-", '5', model) || hasDigitBehind("o", '1', model);
  }

  private static boolean hasDigitBehind(String word, char least, String model) {
    for (int at = model.indexOf(word); at >= 0; at = model.indexOf(word, at + 1)) {
      int next = at + word.length();
      if (next < model.length() && model.charAt(next) >= least && model.charAt(next) <= '9') {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it is of the first of them, which take no word on how many tools are called at once.
   */
  static boolean isSerial(String model) {
    Matcher name = NAME.matcher(model);
    return name.matches() && name.group("version") == null;
  }

  /** Whether the model of {@code request} is one. */
  static boolean isAsked(JsonObject request) {
    return isOne(request.text("model").orElse(""));
  }

  /**
   * {@code request} without what its model refuses, where {@code policy} drops that: else the model
   * says so itself.
   */
  static JsonObject drop(JsonObject request, ParameterPolicy policy) {
    Matcher name = NAME.matcher(request.text("model").orElse(""));
    if (!policy.dropsUnsupported() || !name.matches() || name.group("rest").startsWith("-chat")) {
      return request;
    }
    boolean refusesSampling = refusesSampling(name.group("version"), request);
    Set<String> refused = new HashSet<>(refusesSampling ? OF_SAMPLING : Set.of());
    if (request.text("model").filter(WITH_STOP.asMatchPredicate()).isEmpty()) {
      refused.add("stop");
    }
    refused.removeAll(policy.allowed());
    return request.without(refused);
  }

  // From 5.1 on they reason only where that is asked for, and sample as others do where it is not.
  private static boolean refusesSampling(@Nullable String version, JsonObject request) {
    return version == null
        || version.equals(FIRST_VERSION)
        || request.text("reasoning_effort").filter(effort -> !effort.equals("none")).isPresent();
  }
}
