package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of OpenAI's models reason, and have a parameter under another name by that.
 * https://platform.openai.com/docs/guides/reasoning,
 * https://platform.openai.com/docs/guides/latest-model
 */
final class ReasoningModels {
  private static final Pattern NAME =
      Pattern.compile("(?:.*/)?(?:o[1-9]|gpt-(?<version>[5-9](?:\\.\\d+)?)).*", Pattern.DOTALL);

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
}
