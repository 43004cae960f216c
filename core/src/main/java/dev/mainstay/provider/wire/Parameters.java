package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ParameterPolicy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of OpenAI's parameters a dialect of another kind takes, as its table. Of the others a
 * request may have those that ask for nothing ({@code "n": 1}) and those that only tell the
 * provider about the caller ({@code user}, {@code metadata}): they are left out in silence. Any
 * other is refused by its name, or left out where the {@linkplain Deployment#parameters policy}
 * says so. Fields that are not OpenAI's are not in this table.
 *
 * @param provider the provider's name, for messages
 * @param taken the parameters that the dialect translates itself, others' among them that it has a
 *     word for
 * @param mostStops how many texts {@code stop} may have, at most
 */
public record Parameters(String provider, Set<String> taken, int mostStops) {
  private static final String STOP = "stop";

  // https://platform.openai.com/docs/api-reference/chat/create, without model, messages and stream.
  private static final Set<String> OPENAI =
      words(
          "audio frequency_penalty function_call functions logit_bias logprobs"
              + " max_completion_tokens max_tokens metadata modalities n parallel_tool_calls"
              + " prediction presence_penalty prompt_cache_key prompt_cache_retention"
              + " reasoning_effort response_format safety_identifier seed service_tier stop store"
              + " stream_options temperature tool_choice tools top_logprobs top_p user verbosity"
              + " web_search_options");

  // Whoever answers, the answer is the same without them.
  private static final Set<String> SILENT =
      words(
          "user store metadata stream_options prompt_cache_key prompt_cache_retention"
              + " safety_identifier");

  private static final Map<String, Set<JsonValue>> NEUTRAL =
      Map.ofEntries(
          neutral("n", "1"),
          neutral("logprobs", "false"),
          neutral("top_logprobs", "0"),
          neutral("presence_penalty", "0"),
          neutral("frequency_penalty", "0"),
          neutral("logit_bias", "{}"),
          neutral("modalities", "[\"text\"]"),
          neutral("parallel_tool_calls", "true"),
          neutral("response_format", "{\"type\":\"text\"}"),
          neutral("reasoning_effort", "\"none\""),
          neutral("verbosity", "\"medium\""),
          neutral("service_tier", "\"auto\"", "\"default\""),
          neutral("tool_choice", "\"auto\"", "\"none\""),
          neutral("function_call", "\"auto\"", "\"none\""),
          neutral("temperature", "1"),
          neutral("top_p", "1"));

  /** A table; the set is copied. */
  public Parameters {
    taken = Set.copyOf(taken);
  }

  /** The table of a dialect that takes these, written with spaces between them. */
  public static Parameters taking(String provider, String names) {
    return new Parameters(provider, words(names), Integer.MAX_VALUE);
  }

  /** The table of somebody who takes all of them. */
  public static Parameters all(String provider) {
    return new Parameters(provider, OPENAI, Integer.MAX_VALUE);
  }

  /** The table of somebody who takes all but these, written with spaces between them. */
  public static Parameters without(String provider, String names) {
    Set<String> untaken = words(names);
    return new Parameters(
        provider,
        OPENAI.stream().filter(name -> !untaken.contains(name)).collect(Collectors.toSet()),
        Integer.MAX_VALUE);
  }

  /** This table of somebody who takes so many texts in {@code stop}, at most. */
  public Parameters withMostStops(int most) {
    return new Parameters(provider, taken, most);
  }

  /** Why {@code request} is not sent, if the dialect does not take one of its parameters. */
  public Optional<Failure> refusal(JsonObject request, ParameterPolicy policy) {
    return refused(request, policy).map(UnsupportedException::failure);
  }

  private Optional<UnsupportedException> refused(JsonObject request, ParameterPolicy policy) {
    Optional<String> name = refusedName(request, policy);
    if (name.isPresent()) {
      return Optional.of(UnsupportedException.parameter(provider, name.get()));
    }
    return hasTooManyStops(request, policy) && !policy.dropsUnsupported()
        ? Optional.of(UnsupportedException.number(provider, STOP, mostStops))
        : Optional.empty();
  }

  private boolean hasTooManyStops(JsonObject request, ParameterPolicy policy) {
    return request.has(STOP)
        && isKept(STOP, policy)
        && !policy.allowed().contains(STOP)
        && ChatFields.stops(request).size() > mostStops;
  }

  private JsonObject withinStops(JsonObject request, ParameterPolicy policy) {
    return hasTooManyStops(request, policy) && policy.dropsUnsupported()
        ? request.with(STOP, JsonArray.of(ChatFields.stops(request).subList(0, mostStops)))
        : request;
  }

  private Optional<String> refusedName(JsonObject request, ParameterPolicy policy) {
    if (policy.dropsUnsupported()) {
      return Optional.empty();
    }
    for (String name : request.names()) {
      boolean isRefused = !isKept(name, policy) && !policy.dropped().contains(name);
      if (isRefused && !SILENT.contains(name) && !isNeutral(name, request)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses what {@link #refusal} refuses.
   *
   * @throws UnsupportedException if the dialect does not take one of the request's parameters
   */
  public void requireTaken(JsonObject request, ParameterPolicy policy) {
    refused(request, policy)
        .ifPresent(refusal -> {
          throw refusal;
        });
  }

  /** {@code request} without the parameters that the dialect does not take. */
  public JsonObject kept(JsonObject request, ParameterPolicy policy) {
    Set<String> rest =
        request.names().stream()
            .filter(name -> !isKept(name, policy) || isUnset(name, request))
            .collect(Collectors.toSet());
    return FieldPath.remove(withinStops(request.without(rest), policy), policy.dropped());
  }

  /** As {@link #kept}, but for what is taken and set to null, which stays: bytes are kept. */
  public JsonObject taken(JsonObject request, ParameterPolicy policy) {
    Set<String> rest = Set.of();
    for (String name : request.names()) {
      if (!isKept(name, policy)) {
        rest = rest.isEmpty() ? new HashSet<>() : rest;
        rest.add(name);
      }
    }
    return FieldPath.remove(withinStops(request.without(rest), policy), policy.dropped());
  }

  /** {@code json} without what {@code policy} leaves out in any case, by name or by path. */
  public static JsonObject without(JsonObject json, ParameterPolicy policy) {
    return FieldPath.remove(json.without(policy.dropped()), policy.dropped());
  }

  private boolean isKept(String name, ParameterPolicy policy) {
    boolean isTaken =
        taken.contains(name) || policy.allowed().contains(name) || !OPENAI.contains(name);
    return isTaken && !policy.dropped().contains(name);
  }

  private static boolean isUnset(String name, JsonObject request) {
    return OPENAI.contains(name) && !request.hasValue(name);
  }

  /** Whether {@code request} asks for something by its parameter {@code name}. */
  public static boolean isAsked(String name, JsonObject request) {
    return request.has(name) && !isNeutral(name, request);
  }

  private static boolean isNeutral(String name, JsonObject request) {
    JsonValue value = request.get(name).orElse(JsonNull.NULL);
    return switch (value) {
      case JsonNull nothing -> true;
      case JsonArray items when items.isEmpty() -> true;
      case JsonNumber number ->
          neutral(name).stream()
              .anyMatch(n -> n instanceof JsonNumber m && m.doubleValue() == number.doubleValue());
      default -> neutral(name).contains(value);
    };
  }

  private static Set<JsonValue> neutral(String name) {
    return NEUTRAL.getOrDefault(name, Set.of());
  }

  private static Map.Entry<String, Set<JsonValue>> neutral(String name, String... values) {
    return Map.entry(
        name, Arrays.stream(values).map(Json::parse).collect(Collectors.toUnmodifiableSet()));
  }

  private static Set<String> words(String names) {
    return Set.of(names.split(" "));
  }
}
