package dev.mainstay.gateway.api;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.CompletionRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every way to make one and the same call. */
enum Face {
  CHAT(false) {
    @Override
    Outcome call(Faces faces, String group) {
      try {
        return Outcome.of(faces.library().chat(request(group)));
      } catch (MainstayException e) {
        return Outcome.of(e);
      }
    }
  },
  STREAM(true) {
    @Override
    Outcome call(Faces faces, String group) {
      try (ChatStream stream = faces.library().stream(request(group))) {
        stream.forEach(event -> {});
        return Outcome.of(stream.response());
      } catch (MainstayException e) {
        return Outcome.of(e);
      }
    }
  },
  CHAT_ASYNC(false) {
    @Override
    Outcome call(Faces faces, String group) {
      try {
        return Outcome.of(faces.library().chatAsync(request(group)).join());
      } catch (CompletionException e) {
        return Outcome.of((MainstayException) e.getCause());
      }
    }
  },
  PUBLISHER(true) {
    @Override
    Outcome call(Faces faces, String group) {
      Collector collector = new Collector();
      faces.library().publisher(request(group)).subscribe(collector);
      return collector.outcome.join();
    }
  },
  GATEWAY_PLAIN(false) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.client().chat(request(group));
    }
  },
  GATEWAY_STREAM(true) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.client().chat(request(group).withStream(true));
    }
  },
  COMPLETE(false) {
    @Override
    Outcome call(Faces faces, String group) {
      try {
        return Outcome.of(faces.library().complete(prompt(group), CallOptions.none()));
      } catch (MainstayException e) {
        return Outcome.of(e);
      }
    }
  },
  COMPLETE_STREAM(true) {
    @Override
    Outcome call(Faces faces, String group) {
      try (ChatStream stream =
          faces.library().streamCompletion(prompt(group), CallOptions.none())) {
        stream.forEach(event -> {});
        return Outcome.of(stream.response());
      } catch (MainstayException e) {
        return Outcome.of(e);
      }
    }
  },
  COMPLETIONS_PLAIN(false) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.client().complete(prompt(group).json());
    }
  },
  COMPLETIONS_STREAM(true) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.client().complete(prompt(group).json().with("stream", JsonBoolean.TRUE));
    }
  },
  EMBED(false) {
    @Override
    Outcome call(Faces faces, String group) {
      try {
        return Outcome.ofVectors(faces.library().embed(input(group)).json());
      } catch (MainstayException e) {
        return Outcome.of(e);
      }
    }
  },
  EMBEDDINGS(false) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.client().embed(input(group));
    }
  },
  MESSAGES_PLAIN(false) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.messages().ask(request(group));
    }
  },
  MESSAGES_STREAM(true) {
    @Override
    Outcome call(Faces faces, String group) throws IOException {
      return faces.messages().ask(request(group).withStream(true));
    }
  };

  private final boolean isStreamed;

  Face(boolean isStreamed) {
    this.isStreamed = isStreamed;
  }

  boolean isStreamed() {
    return isStreamed;
  }

  /** Asks the model group {@code chat} of a library or a gateway of its own. */
  Outcome call(GatewayConfig config) throws IOException {
    try (Faces faces = new Faces(config)) {
      return call(faces, "chat");
    }
  }

  /** As {@link #call(GatewayConfig)}, on {@code clock}. */
  Outcome call(GatewayConfig config, TimeSource clock) throws IOException {
    try (Faces faces = new Faces(config, clock)) {
      return call(faces, "chat");
    }
  }

  /** Asks the model group {@code group}. */
  abstract Outcome call(Faces faces, String group) throws IOException;

  static ChatRequest request(String group) {
    return ChatRequest.of(group, "Hello");
  }

  private static CompletionRequest prompt(String group) {
    return CompletionRequest.of(group, "Hello");
  }

  private static EmbeddingRequest input(String group) {
    return EmbeddingRequest.of(group, "Hello").withDimensions(2);
  }

  /** Whether it asks for a text completion, which goes on by its prompt. */
  boolean isText() {
    return switch (this) {
      case COMPLETE, COMPLETE_STREAM, COMPLETIONS_PLAIN, COMPLETIONS_STREAM -> true;
      default -> false;
    };
  }

  /** Those that ask for words. */
  static Stream<Face> chats() {
    return Arrays.stream(values()).filter(face -> !face.isEmbedding());
  }

  /** Whether it asks for a vector, not for words. */
  boolean isEmbedding() {
    return this == EMBED || this == EMBEDDINGS;
  }

  /** Whether its errors are told in Anthropic's form, which has a message but no code. */
  boolean isAnthropics() {
    return this == MESSAGES_PLAIN || this == MESSAGES_STREAM;
  }

  /**
   * What the caller got.
   *
   * @param text the text, of a broken answer as far as it came
   * @param error the error as OpenAI's clients see it, numbers struck out; empty where there is
   *     none
   */
  record Outcome(String text, String error) {
    static Outcome whole(String text) {
      return new Outcome(text, "");
    }

    static Outcome broken(String text, String errorBody) {
      return new Outcome(text, errorBody.replaceAll("\\d+", "N"));
    }

    static Outcome of(ChatResponse response) {
      return whole(response.text());
    }

    /** All vectors of an answer to a request for embeddings. */
    static Outcome ofVectors(JsonObject answer) {
      return whole(
          answer
              .array("data")
              .orElse(JsonArray.of())
              .objects()
              .map(item -> item.get("embedding").map(JsonValue::toJson).orElse("nothing"))
              .collect(Collectors.joining(" ")));
    }

    static Outcome of(MainstayException e) {
      return broken(
          e.partial().map(ChatResponse::text).orElse(""), ApiError.body(e.failure()).toJson());
    }

    /** This with the error's message alone. */
    Outcome withMessageAlone() {
      return isWhole() || error.startsWith("a dishonest end")
          ? this
          : new Outcome(
              text,
              Json.parseObject(error.replaceAll("(?<=:)N+", "0"))
                  .object("error")
                  .flatMap(e -> e.text("message"))
                  .orElse(""));
    }

    /** This without what its error quotes of the provider's answer, which is in another form. */
    Outcome withoutQuote() {
      return new Outcome(text, error.replaceFirst(": \\{.*(?=\",\"type\":)", ""));
    }

    boolean isWhole() {
      return error.isEmpty();
    }
  }

  private static final class Collector implements Flow.Subscriber<ChatEvent> {
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatEvent event) {
      if (event instanceof TextDelta(String piece)) {
        text.append(piece);
      }
    }

    @Override
    public void onError(Throwable error) {
      outcome.complete(Outcome.of((MainstayException) error));
    }

    @Override
    public void onComplete() {
      outcome.complete(Outcome.whole(text.toString()));
    }
  }
}
