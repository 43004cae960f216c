package dev.mainstay.provider.openai;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a request that its caller never sent, but we or the deployment's defaults did, and
 * that may be taken back where a server refuses them. What bounds the answer ({@code max_tokens})
 * may not, nor may fields that are not OpenAI's: they may be there to protect somebody.
 */
final class OwnFields {
  static final String STREAM_OPTIONS = "stream_options";
  private static final String INCLUDE_USAGE = "include_usage";

  private static final Set<String> RETRACTABLE =
      Set.of(
          STREAM_OPTIONS,
          "frequency_penalty",
          "logit_bias",
          "logprobs",
          "metadata",
          "parallel_tool_calls",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning_effort",
          "seed",
          "service_tier",
          "store",
          "temperature",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity");

  private OwnFields() {}

  /** Those in {@code sent}, which {@code asked} and {@code deployment} have led to. */
  static Set<String> in(JsonObject sent, JsonObject asked, Deployment deployment) {
    return RETRACTABLE.stream()
        .filter(name -> sent.has(name) && !asked.has(name))
        .filter(name -> deployment.defaults().has(name))
        .collect(Collectors.toSet());
  }

  /** Which of {@code own} it is that {@code failure} blames; none where it is not about a field. */
  static Set<String> blamed(Failure failure, Set<String> own) {
    return isRefusal(failure)
        ? own.stream().filter(name -> isNamed(failure, name)).collect(Collectors.toSet())
        : Set.of();
  }

  static boolean isRefusal(Failure failure) {
    return failure instanceof Failure.BadRequest
        || failure instanceof Failure.UnsupportedParameter
        || failure instanceof Failure.Unprocessable;
  }

  private static boolean isNamed(Failure failure, String name) {
    String told = failure.detail().param().orElseGet(failure::message);
    List<String> names =
        name.equals(STREAM_OPTIONS) ? List.of(STREAM_OPTIONS, INCLUDE_USAGE) : List.of(name);
    return names.stream().anyMatch(word -> hasWord(told, word));
  }

  private static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!isOfWord(text, at - 1) && !isOfWord(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfWord(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
  }
}
