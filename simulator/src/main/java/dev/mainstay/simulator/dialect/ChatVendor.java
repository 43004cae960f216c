package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.Optional;

/**
 * Whose rules hold at an address of OpenAI's dialect, which a model's name does not tell: vLLM,
 * Groq and routers have models of the same names. They are those of the vendor whose host the path
 * names, as in {@code /api.mistral.ai/v1/chat/completions}; where it names none, nobody's.
 */
enum ChatVendor {
  OPENAI("/api.openai.com/") {
    @Override
    Optional<Fault.Status> refused(JsonObject body) {
      return withoutModel(body).or(() -> ChatRules.refused(body));
    }

    @Override
    Optional<Fault.Status> withoutModel(JsonObject body) {
      return body.hasValue("model")
          ? Optional.empty()
          : Optional.of(
              Fault.status(400)
                  .error(
                      ErrorBody.of("you must provide a model parameter", "invalid_request_error")));
    }
  },
  MISTRAL("mistral.ai/") {
    @Override
    Optional<Fault.Status> refused(JsonObject body) {
      return withoutModel(body).or(() -> MistralRules.refused(body));
    }

    @Override
    Optional<Fault.Status> withoutModel(JsonObject body) {
      return body.hasValue("model")
          ? Optional.empty()
          : Optional.of(MistralRules.unprocessable("Field required", "model"));
    }
  },
  ANYBODY("/");

  private final String place;

  ChatVendor(String place) {
    this.place = place;
  }

  /** The one whose host {@code path} names. */
  static ChatVendor of(String path) {
    for (ChatVendor vendor : values()) {
      if (path.contains(vendor.place)) {
        return vendor;
      }
    }
    return ANYBODY;
  }

  /** What is said to a chat's {@code body} where it is refused. */
  Optional<Fault.Status> refused(JsonObject body) {
    return Optional.empty();
  }

  /** What is said to {@code body} where it lacks a model and needs one. */
  Optional<Fault.Status> withoutModel(JsonObject body) {
    return Optional.empty();
  }
}
