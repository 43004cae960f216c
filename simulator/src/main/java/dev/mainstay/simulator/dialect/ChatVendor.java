package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;

/**
 * Whose rules and words hold at an address of OpenAI's dialect, which a model's name does not tell:
 * vLLM and routers have models of the same names. They are those of the vendor whose host the path
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
      return body.hasValue(MODEL)
          ? Optional.empty()
          : Optional.of(Dialect.badRequest("you must provide a model parameter"));
    }

    @Override
    Optional<Fault.Status> refusedText(JsonObject body) {
      return withoutModel(body).or(() -> ChatRules.stops(body));
    }
  },
  MISTRAL("mistral.ai/") {
    @Override
    Optional<Fault.Status> refused(JsonObject body) {
      return withoutModel(body).or(() -> MistralRules.refused(body));
    }

    @Override
    Optional<Fault.Status> withoutModel(JsonObject body) {
      return body.hasValue(MODEL)
          ? Optional.empty()
          : Optional.of(MistralRules.unprocessable("Field required", MODEL));
    }

    @Override
    ChatRequest heard(ChatRequest request) {
      return MistralRules.withoutPrefill(request);
    }

    @Override
    JsonObject told(int status, ErrorBody error) {
      return MistralRules.told(status, error);
    }

    @Override
    List<Header> limitHeaders(List<LimitTold> limits) {
      return LimitTold.asMistral(limits);
    }

    @Override
    String lastMembers(Identity identity, String usage) {
      return USAGE + usage;
    }
  },
  GROQ("/api.groq.com/") {
    @Override
    Optional<Fault.Status> refused(JsonObject body) {
      return withoutModel(body).or(() -> GroqRules.refused(body));
    }

    @Override
    Optional<Fault.Status> withoutModel(JsonObject body) {
      return body.hasValue(MODEL)
          ? Optional.empty()
          : Optional.of(Dialect.badRequest("'model' : property 'model' is missing"));
    }

    @Override
    JsonObject told(int status, ErrorBody error) {
      return GroqRules.told(error);
    }

    @Override
    String eventName() {
      return "error";
    }

    @Override
    String lastMembers(Identity identity, String usage) {
      return ",\"x_groq\":{\"id\":\"" + identity.requestId() + "\"" + USAGE + usage + "}";
    }
  },
  CEREBRAS("/api.cerebras.ai/") {
    @Override
    Optional<Fault.Status> refused(JsonObject body) {
      return withoutModel(body).or(() -> CerebrasRules.refused(body));
    }

    @Override
    Optional<Fault.Status> withoutModel(JsonObject body) {
      return body.hasValue(MODEL)
          ? Optional.empty()
          : Optional.of(CerebrasRules.unprocessable("body.model", "is missing"));
    }

    @Override
    Optional<Fault.Status> refusedText(JsonObject body) {
      return withoutModel(body).or(() -> CerebrasRules.stops(body));
    }

    @Override
    JsonObject told(int status, ErrorBody error) {
      return CerebrasRules.told(error);
    }

    @Override
    JsonObject toldInStream(ErrorBody error) {
      return JsonObject.of("error", CerebrasRules.told(error));
    }

    @Override
    List<Header> limitHeaders(List<LimitTold> limits) {
      return LimitTold.asCerebras(limits);
    }

    @Override
    String lastMembers(Identity identity, String usage) {
      return USAGE + usage;
    }
  },
  ANYBODY("/");

  private static final String MODEL = "model";
  private static final String USAGE = ",\"usage\":";
  private static final int NO_STATUS = 0;

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

  /** What is said to a text completion's {@code body} where it is refused. */
  Optional<Fault.Status> refusedText(JsonObject body) {
    return withoutModel(body);
  }

  /** {@code request} as an answer to it goes on with it. */
  ChatRequest heard(ChatRequest request) {
    return request;
  }

  /** What tells {@code error}, whose status is {@code status}. */
  JsonObject told(int status, ErrorBody error) {
    return error.toJson();
  }

  /** What tells {@code error} within a stream. */
  JsonObject toldInStream(ErrorBody error) {
    return told(NO_STATUS, error);
  }

  /** The name of the event that tells an error; empty where it has none. */
  String eventName() {
    return "";
  }

  /** What every answer tells of {@code limits}. */
  List<Header> limitHeaders(List<LimitTold> limits) {
    return LimitTold.asOpenAi(limits);
  }

  /** What a stream's last chunk tells of {@code usage} unasked, with a comma before it. */
  String lastMembers(Identity identity, String usage) {
    return "";
  }
}
