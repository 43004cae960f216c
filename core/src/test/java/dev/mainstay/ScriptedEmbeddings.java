package dev.mainstay;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A provider that embeds each text as its length, after a while. */
final class ScriptedEmbeddings implements Provider {
  final Deque<Failure> failures = new ArrayDeque<>();
  final List<Integer> sizes = new ArrayList<>();
  private final EmbeddingLimit limit;
  private final ManualTime time;
  Duration takes = Duration.ZERO;
  OptionalDouble costs = OptionalDouble.empty();
  String failsFor = "";
  int growsFrom = Integer.MAX_VALUE;
  boolean isBase64;
  Consumer<List<JsonObject>> data = items -> {};
  private int failsFrom = Integer.MAX_VALUE;
  private Failure fails = new Failure.Cancelled(FailureDetail.of(""));
  private int asked;

  ScriptedEmbeddings(EmbeddingLimit limit, ManualTime time) {
    this.limit = limit;
    this.time = time;
  }

  @Override
  public ProviderStream open(Deployment deployment, ChatRequest request, Duration connectTimeout) {
    throw new AssertionError("embeddings were asked for");
  }

  @Override
  public EmbeddingLimit embeddingLimit(Deployment deployment) {
    return limit;
  }

  @Override
  public ProviderStream embed(
      Deployment deployment, EmbeddingRequest request, Duration connectTimeout) {
    Failure failure = failures.poll();
    boolean isFailing = failsFor.isEmpty() || failsFor.equals(deployment.id());
    if (failure == null && isFailing && asked++ >= failsFrom) {
      failure = fails;
    }
    return failure == null ? answer(request) : new FailedStream(failure);
  }

  /** From its call of the number {@code from} on, 0 being the first, it fails. */
  void failsFrom(int from, Failure by) {
    failsFrom = from;
    fails = by;
  }

  private ProviderStream answer(EmbeddingRequest request) {
    List<JsonValue> inputs = request.inputs();
    sizes.add(inputs.size());
    List<JsonObject> items = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      JsonArray vector = vector(length(inputs.get(i)));
      items.add(vector(i, isBase64 ? Embedding.base64(Embedding.floats(vector)) : vector));
    }
    data.accept(items);
    Usage counted = Usage.of(inputs.size(), 0);
    Usage usage = costs.isPresent() ? counted.withToldCost(costs.getAsDouble()) : counted;
    JsonObject json =
        JsonObject.builder().put("data", JsonArray.of(items)).put("usage", usage.json()).build();
    return new One(
        new ChatChunk(List.of(new UsageReported(usage)), Optional.of(json)),
        Deadline.in(takes, time),
        time);
  }

  private JsonArray vector(long length) {
    JsonNumber number = JsonNumber.of(length);
    return sizes.size() > growsFrom ? JsonArray.of(number, number) : JsonArray.of(number);
  }

  private static long length(JsonValue input) {
    return ((JsonString) input).value().length();
  }

  /** One of the embeddings in an answer, in the form it has there. */
  static JsonObject vector(int index, JsonValue vector) {
    return JsonObject.builder().put("index", index).put("embedding", vector).build();
  }

  private static final class One implements ProviderStream {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deadline ready;
    private final ManualTime time;

    One(ChatChunk chunk, Deadline ready, ManualTime time) {
      steps.add(new Next(chunk));
      this.ready = ready;
      this.time = time;
    }

    @Override
    public Step next() {
      while (!ready.isPast() && !(steps.peek() instanceof Broken)) {
        time.park(ready.remaining());
      }
      Step step = steps.poll();
      return step == null ? new End() : step;
    }

    @Override
    public void abort(Failure cause) {
      steps.addFirst(new Broken(cause));
    }

    @Override
    public void close() {}
  }
}
