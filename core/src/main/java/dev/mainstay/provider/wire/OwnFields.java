package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a request that its caller never sent, but we or the deployment's defaults did, or
 * that are but wishes: they may be taken back where a server refuses them. What bounds or forms the
 * answer ({@code max_tokens}, {@code response_format}) may not, nor what may be there to protect
 * somebody.
 */
public final class OwnFields {
  /** By which a stream is asked for its usage. */
  public static final String STREAM_OPTIONS = "stream_options";

  private static final Set<String> KEPT =
      Set.of(
          "model",
          "messages",
          "stream",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "num_predict",
          "n",
          "stop",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "response_format",
          "guided_json",
          "guided_regex",
          "provider");
  private static final Set<String> HARMLESS = Set.of("prompt_cache_retention", "store");
  private static final List<String> PROTECTING =
      List.of("guard", "safe", "moderat", "filter", "polic", "privacy", "retention");

  // What dialects of another kind make of a field.
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.ofEntries(
          Map.entry(STREAM_OPTIONS, List.of("include_usage")),
          Map.entry(
              "reasoning_effort",
              List.of(
                  "thinking",
                  "thinkingConfig",
                  "thinkingLevel",
                  "thinkingBudget",
                  "thinking_budget",
                  "reasoningConfig",
                  "effort",
                  "think")),
          Map.entry(
              "thinking",
              List.of("thinkingConfig", "thinkingBudget", "thinking_budget", "budget_tokens")),
          Map.entry("parallel_tool_calls", List.of("disable_parallel_tool_use")),
          Map.entry("top_p", List.of("topP")),
          Map.entry("top_k", List.of("topK")),
          Map.entry("presence_penalty", List.of("presencePenalty")),
          Map.entry("frequency_penalty", List.of("frequencyPenalty")),
          Map.entry("service_tier", List.of("serviceTier")),
          Map.entry("input_type", List.of("taskType", "task_type")),
          Map.entry("task_type", List.of("taskType")),
          Map.entry("taskType", List.of("task_type")));

  private OwnFields() {}

  /** Those of {@code request} to {@code deployment}. */
  public static Set<String> of(Deployment deployment, ChatRequest request) {
    JsonObject json = request.json();
    Set<String> wishes = RequestPolicy.wishes(json);
    if (deployment.defaults().isEmpty() && wishes.isEmpty()) {
      return Set.of();
    }
    Set<String> own = new HashSet<>(wishes);
    deployment.defaults().names().stream().filter(name -> !json.has(name)).forEach(own::add);
    own.removeIf(name -> !mayBeTakenBack(name));
    return own;
  }

  private static boolean mayBeTakenBack(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return HARMLESS.contains(name)
        || (!KEPT.contains(name) && PROTECTING.stream().noneMatch(folded::contains));
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
    return Stream.concat(Stream.of(name), OTHER_NAMES.getOrDefault(name, List.of()).stream())
        .anyMatch(word -> hasWord(told, word));
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
