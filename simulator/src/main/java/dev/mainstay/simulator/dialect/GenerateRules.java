package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What Gemini refuses in a conversation, in its own words. */
final class GenerateRules {
  private static final Pattern THIRD = Pattern.compile("gemini-[3-9]");
  // https://ai.google.dev/gemini-api/docs/thought-signatures
  private static final Set<String> NO_SIGNATURES =
      Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");
  // https://ai.google.dev/api/caching#Part
  private static final Set<String> DATA =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "toolCall",
          "toolResponse",
          "audioTranscription");
  private static final String CALL = "functionCall";
  private static final String RESULT = "functionResponse";

  private GenerateRules() {}

  /** Whether {@code model} refuses calls without a signature, and so gives every call one. */
  static boolean wantsSignatures(String model) {
    return THIRD.matcher(model).find();
  }

  /** Why Gemini refuses {@code body}. */
  static Optional<String> refused(String path, JsonObject body) {
    List<JsonObject> turns = GenerateRequests.turns(body);
    if (turns.isEmpty()) {
      return Optional.of("* GenerateContentRequest.contents: contents is not specified\n");
    }
    String model = GenerateRequests.model(path);
    return GenerateFields.refused(model, body)
        .or(() -> turns.stream().flatMap(turn -> shape(model, turn).stream()).findFirst())
        .or(() -> order(turns))
        .or(() -> signatures(model, turns));
  }

  private static long count(JsonObject turn, String kind) {
    return GenerateRequests.parts(turn).stream().filter(part -> part.has(kind)).count();
  }

  private static Optional<String> shape(String model, JsonObject turn) {
    if (isForeign(model, turn.text("role").orElse("user"))) {
      return Optional.of("Please use a valid role: user, model.");
    }
    if (GenerateRequests.parts(turn).isEmpty()) {
      return Optional.of(
          "* GenerateContentRequest.contents.parts: contents.parts must not be empty.\n");
    }
    boolean isVoid =
        GenerateRequests.parts(turn).stream().anyMatch(part -> DATA.stream().noneMatch(part::has));
    return isVoid
        ? Optional.of(
            "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must"
                + " have one initialized field\n")
        : Optional.empty();
  }

  // Later models name more roles when they refuse one.
  // https://github.com/blakeblackshear/frigate/pull/24013
  private static boolean isForeign(String model, String role) {
    boolean isOpenAis = role.equals("assistant") || role.equals("system");
    return role.equals("tool") || (isOpenAis && GenerateFields.isSecond(model));
  }

  private static Optional<String> order(List<JsonObject> turns) {
    for (int i = 0; i < turns.size(); i++) {
      long calls = count(turns.get(i), CALL);
      if (calls > 0 && (i == 0 || GenerateRequests.isModels(turns.get(i - 1)))) {
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
            .flatMap(turn -> GenerateRequests.parts(turn).stream())
            .flatMap(part -> part.text("thoughtSignature").stream())
            .anyMatch(signature -> !isOwn(signature));
    if (isForeign) {
      return Optional.of("Corrupted thought signature.");
    }
    boolean isMissing =
        wantsSignatures(model)
            && turns.subList(currentTurn(turns), turns.size()).stream()
                .flatMap(turn ->
                    GenerateRequests.parts(turn).stream().filter(part -> part.has(CALL)).limit(1))
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
    while (current > 0
        && (GenerateRequests.isModels(turns.get(current))
            || count(turns.get(current), RESULT) > 0)) {
      current--;
    }
    return current;
  }

  private static boolean isOwn(String signature) {
    if (NO_SIGNATURES.contains(signature) || AnthropicMessage.isReal(signature)) {
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
