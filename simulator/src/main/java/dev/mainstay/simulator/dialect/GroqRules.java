package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Groq refuses in a request, in its own words where they are known.
 * https://console.groq.com/docs/openai
 */
final class GroqRules {
  private static final List<String> UNSUPPORTED =
      List.of("logit_bias", "logprobs", "top_logprobs", "metadata");
  private static final Set<String> EFFORTS_OF_QWEN = Set.of("none", "default");

  private GroqRules() {}

  /** What is said to {@code body} where it is refused. */
  static Optional<Fault.Status> refused(JsonObject body) {
    Optional<String> foreign =
        KnownFields.GROQ.foreign(body).map(GroqRules::unsupported).findFirst();
    return foreign
        .map(Dialect::badRequest)
        .or(() -> unsupported(body))
        .or(() ->
            choices(body)
                .or(() -> effort(body))
                .or(() -> stops(body))
                .or(() -> messages(body))
                .map(Dialect::badRequest));
  }

  private static Optional<Fault.Status> unsupported(JsonObject body) {
    return UNSUPPORTED.stream()
        .filter(body::hasValue)
        .filter(name -> body.flag(name).orElse(true))
        .map(name ->
            Fault.status(400)
                .error(
                    ErrorBody.of(
                            "`" + name + "` is not supported with this model",
                            "invalid_request_error")
                        .param(name)))
        .findFirst();
  }

  private static Optional<String> choices(JsonObject body) {
    return body.number("n").orElse(1) == 1
        ? Optional.empty()
        : Optional.of("'n' : number must be at most 1");
  }

  private static Optional<String> stops(JsonObject body) {
    return StopTexts.refused(
        StopTexts.OPENAIS, body, StopTexts.STOP, "'stop' : maximum number of items is 4");
  }

  private static Optional<String> effort(JsonObject body) {
    return body.text("reasoning_effort")
        .filter(effort -> body.text("model").orElse("").contains("qwen"))
        .filter(effort -> !EFFORTS_OF_QWEN.contains(effort))
        .map(effort -> "`reasoning_effort` must be one of `none` or `default`");
  }

  private static Optional<String> messages(JsonObject body) {
    int index = 0;
    for (JsonObject message : body.array("messages").orElse(JsonArray.of()).objects().toList()) {
      String place = "'messages." + index + "'";
      Optional<String> wrong = ChatMessageRules.foreign(message).map(GroqRules::unsupported);
      if (wrong.isEmpty() && hasPictureOfTool(message)) {
        wrong = Optional.of("value must be a string");
      }
      if (wrong.isPresent()) {
        return Optional.of(
            "%s : for 'role:%s' the following must be satisfied[(%s : %s)]"
                .formatted(place, message.text("role").orElse(""), place, wrong.get()));
      }
      index++;
    }
    return Optional.empty();
  }

  private static boolean hasPictureOfTool(JsonObject message) {
    return message.text("role").filter("tool"::equals).isPresent()
        && message.array("content").stream()
            .flatMap(JsonArray::objects)
            .anyMatch(part -> part.text("type").filter("image_url"::equals).isPresent());
  }

  private static String unsupported(String name) {
    return "property '" + name + "' is unsupported";
  }

  /** What tells {@code error}: it has a code and a parameter only where they say something. */
  static JsonObject told(ErrorBody error) {
    JsonObjectBuilder told =
        JsonObject.builder().put("message", error.message()).put("type", error.type());
    error.param().ifPresent(param -> told.put("param", param));
    error.code().ifPresent(code -> told.put("code", code));
    return JsonObject.of("error", told.build());
  }
}
