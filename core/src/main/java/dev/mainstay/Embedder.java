package dev.mainstay;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.engine.Engine;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks for embeddings by the loop that carries chats: an embedding is a plain answer. More inputs
 * than every deployment of the group takes at once are asked for in parts, one after another.
 *
 * @param engine asks each deployment's provider for {@linkplain #asChat embeddings}
 */
record Embedder(Engine engine, Router router, Function<Deployment, Provider> providers) {
  private static final String USAGE = "usage";
  private static final List<String> COUNTS = List.of("prompt_tokens", "total_tokens");

  /** {@code provider}, asked for embeddings where a chat is asked for. */
  static Provider asChat(Provider provider) {
    return new Provider() {
      @Override
      public ProviderStream open(
          Deployment deployment, ChatRequest request, Duration connectTimeout) {
        return provider.embed(deployment, new EmbeddingRequest(request.json()), connectTimeout);
      }
    };
  }

  EmbeddingResponse embed(EmbeddingRequest request, CallOptions options) {
    List<JsonValue> inputs = request.inputs();
    int most = mostInputs(request.model());
    if (inputs.size() <= most) {
      ChatResponse answer = engine.chat(new ChatRequest(request.json()), options);
      return new EmbeddingResponse(json(answer), List.of(answer.metadata()));
    }
    List<JsonObject> answers = new ArrayList<>();
    List<CallMetadata> calls = new ArrayList<>();
    for (int from = 0; from < inputs.size(); from += most) {
      List<JsonValue> part = inputs.subList(from, Math.min(from + most, inputs.size()));
      ChatResponse answer = engine.chat(new ChatRequest(request.withInputs(part).json()), options);
      answers.add(json(answer));
      calls.add(answer.metadata());
    }
    return new EmbeddingResponse(joined(answers), calls);
  }

  private int mostInputs(String model) {
    return router.group(model).map(Group::deployments).orElse(List.of()).stream()
        .mapToInt(deployment -> providers.apply(deployment).mostEmbeddings(deployment))
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private static JsonObject json(ChatResponse answer) {
    return answer
        .json()
        .orElseThrow(() -> new IllegalStateException("a plain answer without its JSON"));
  }

  private static JsonObject joined(List<JsonObject> answers) {
    List<JsonObject> items = new ArrayList<>();
    for (JsonObject answer : answers) {
      answer
          .array("data")
          .orElse(JsonArray.of())
          .objects()
          .forEach(item -> items.add(item.with("index", JsonNumber.of(items.size()))));
    }
    JsonObject first = answers.getFirst();
    JsonObjectBuilder joined = first.toBuilder().put("data", JsonArray.of(items));
    if (first.object(USAGE).isPresent()) {
      JsonObjectBuilder usage = JsonObject.builder();
      COUNTS.forEach(name -> usage.put(name, sum(answers, name)));
      joined.put(USAGE, usage.build());
    }
    return joined.build();
  }

  private static long sum(List<JsonObject> answers, String count) {
    return answers.stream()
        .mapToLong(answer -> answer.object(USAGE).map(u -> u.number(count).orElse(0)).orElse(0L))
        .sum();
  }
}
