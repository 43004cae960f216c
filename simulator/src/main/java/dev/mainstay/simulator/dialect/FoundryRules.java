package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What AI Foundry refuses for all its models: parameters that its own API does not have, unless a
 * header says what becomes of them.
 * https://learn.microsoft.com/azure/ai-foundry/model-inference/reference/reference-model-inference-chat-completions
 */
final class FoundryRules {
  /** The code of what is refused. */
  static final String EXTRA = "extra_parameters";

  private static final String PATH = "/models/chat/completions";
  private static final List<String> OPTIONS = List.of("error", "drop", "pass-through");

  private FoundryRules() {}

  /** What is said to {@code request} where it is refused. */
  static Optional<Fault.Status> refused(HttpRequest request) {
    if (!request.path().endsWith(PATH)) {
      return Optional.empty();
    }
    String option = request.header("extra-parameters").orElse("error");
    if (!OPTIONS.contains(option)) {
      return Optional.of(
          refused(
              "Unexpected EXTRA_PARAMETERS option "
                  + option
                  + ", expected options are "
                  + quoted(OPTIONS)));
    }
    List<String> unknown = KnownFields.FOUNDRY.unknown(Json.parseObject(request.body()));
    return unknown.isEmpty() || !option.equals("error")
        ? Optional.empty()
        : Optional.of(
            refused(
                "Extra parameters "
                    + quoted(unknown)
                    + " are not allowed when extra-parameters is not set or set to be 'error'. Set"
                    + " extra-parameters to 'pass-through' to pass to the model."));
  }

  private static String quoted(List<String> names) {
    return "['" + String.join("', '", names) + "']";
  }

  private static Fault.Status refused(String text) {
    return Fault.status(400).error(ErrorBody.of(text, "invalid_request_error").code(EXTRA));
  }
}
