package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests to Gemini, and refuses what Gemini refuses, in its own words. */
final class GenerateRequests {
  private static final Pattern MODEL = Pattern.compile("odels/([^/]+):[A-Za-z]+$");
  private static final Pattern THIRD = Pattern.compile("gemini-[3-9]");
  // https://ai.google.dev/gemini-api/docs/thought-signatures
  private static final Set<String> NO_SIGNATURES =
      Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");
  // In lower case and without underscores, since both spellings are taken.
  private static final Set<String> FIELDS =
      Set.of(
          "contents",
          "systeminstruction",
          "tools",
          "toolconfig",
          "safetysettings",
          "generationconfig",
          "cachedcontent",
          "model",
          "store",
          "servicetier");
  private static final String CALL = "functionCall";
  private static final String RESULT = "functionResponse";

  private GenerateRequests() {}

  /** Whether {@code model} refuses calls without a signature, and so gives every call one. */
  static boolean wantsSignatures(String model) {
    return THIRD.matcher(model).find();
  }

  /** What {@code body} asks for, in OpenAI's form as far as a script looks at it. */
  static ChatRequest chat(String path, JsonObject body) {
    List<JsonValue> messages = new ArrayList<>();
    turns(body).forEach(turn -> messages.add(message(turn)));
    long choices =
        body.object("generationConfig")
            .map(config -> config.number("candidateCount").orElse(1))
            .orElse(1L);
    return new ChatRequest(
        body.toBuilder()
            .put("model", model(path))
            .put("messages", JsonArray.of(messages))
            .put("n", JsonNumber.of(choices))
            .put("stream", GeminiDialect.isStream(path))
            .build());
  }

  private static JsonObject message(JsonObject turn) {
    List<JsonValue> texts =
        parts(turn).stream()
            .flatMap(part -> part.text("text").stream())
            .<JsonValue>map(text -> Dialect.type("text").with("text", text))
            .toList();
    return JsonObject.builder()
        .put("role", isModels(turn) ? "assistant" : "user")
        .put("content", JsonArray.of(texts))
        .build();
  }

  /** The model that {@code path} names. */
  static String model(String path) {
    Matcher model = MODEL.matcher(path);
    return model.find() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "";
  }

  private static List<JsonObject> turns(JsonObject body) {
    return body.array("contents").orElse(JsonArray.of()).objects().toList();
  }

  private static List<JsonObject> parts(JsonObject turn) {
    return turn.array("parts").orElse(JsonArray.of()).objects().toList();
  }

  private static boolean isModels(JsonObject turn) {
    return turn.text("role").filter("model"::equals).isPresent();
  }

  private static long count(JsonObject turn, String kind) {
    return parts(turn).stream().filter(part -> part.has(kind)).count();
  }

  /** Why Gemini refuses {@code body}. */
  static Optional<String> broken(String path, JsonObject body) {
    List<JsonObject> turns = turns(body);
    if (turns.isEmpty()) {
      return Optional.of("* GenerateContentRequest.contents: contents is not specified\n");
    }
    return unknown(body)
        .or(() -> turns.stream().flatMap(turn -> shape(turn).stream()).findFirst())
        .or(() -> order(turns))
        .or(() -> signatures(model(path), turns));
  }

  private static Optional<String> unknown(JsonObject body) {
    List<String> names = new ArrayList<>();
    body.forEach((name, value) -> names.add(name));
    return names.stream()
        .filter(name -> !FIELDS.contains(name.replace("_", "").toLowerCase(Locale.ROOT)))
        .map(name ->
            "Invalid JSON payload received. Unknown name \"" + name + "\": Cannot find field.")
        .findFirst();
  }

  /** Why Vertex AI refuses {@code body}, which has ids of calls. */
  static Optional<String> named(JsonObject body) {
    return turns(body).stream()
        .flatMap(turn -> parts(turn).stream())
        .flatMap(part -> part.object(CALL).or(() -> part.object(RESULT)).stream())
        .filter(tool -> tool.has("id"))
        .map(tool -> "Invalid JSON payload received. Unknown name \"id\": Cannot find field.")
        .findFirst();
  }

  private static Optional<String> shape(JsonObject turn) {
    if (!isModels(turn) && !turn.text("role").orElse("user").equals("user")) {
      return Optional.of("Please use a valid role: user, model.");
    }
    return parts(turn).isEmpty()
        ? Optional.of(
            "* GenerateContentRequest.contents.parts: contents.parts must not be empty.\n")
        : Optional.empty();
  }

  private static Optional<String> order(List<JsonObject> turns) {
    for (int i = 0; i < turns.size(); i++) {
      long calls = count(turns.get(i), CALL);
      if (calls > 0 && (i == 0 || isModels(turns.get(i - 1)))) {
        return Optional.of(
            "Please ensure that function call turn comes immediately after a user turn or after a"
                + " function response turn.");
      }
      long results = i + 1 < turns.size() ? count(turns.get(i + 1), RESULT) : calls;
      if (calls != results) {
        return Optional.of(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> signatures(String model, List<JsonObject> turns) {
    boolean isForeign =
        turns.stream()
            .flatMap(turn -> parts(turn).stream())
            .flatMap(part -> part.text("thoughtSignature").stream())
            .anyMatch(signature -> !isOwn(signature));
    if (isForeign) {
      return Optional.of("Corrupted thought signature.");
    }
    boolean isMissing =
        wantsSignatures(model)
            && turns.subList(currentTurn(turns), turns.size()).stream()
                .flatMap(turn -> parts(turn).stream().filter(part -> part.has(CALL)).limit(1))
                .anyMatch(part -> !part.has("thoughtSignature"));
    return isMissing
        ? Optional.of(
            "Function call is missing a thought_signature in functionCall parts. This is required"
                + " for tools to work correctly.")
        : Optional.empty();
  }

  // It begins with what the user said last.
  private static int currentTurn(List<JsonObject> turns) {
    int current = turns.size() - 1;
    while (current > 0 && (isModels(turns.get(current)) || count(turns.get(current), RESULT) > 0)) {
      current--;
    }
    return current;
  }

  private static boolean isOwn(String signature) {
    if (NO_SIGNATURES.contains(signature)) {
      return true;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(signature.replace('-', '+').replace('_', '/'));
      return AnthropicMessage.isSignature(new String(bytes, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
