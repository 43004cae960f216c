package dev.mainstay.embedding;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at more embeddings than its deployment takes at once, as a fallback may be asked for
 * that takes fewer than the group it stands in for: its parts one after another, told as one.
 */
final class PartedEmbedding implements ProviderStream {
  private final List<EmbeddingRequest> parts;
  private final Function<EmbeddingRequest, ProviderStream> opening;
  private final List<JsonObject> answers = new ArrayList<>();
  private final List<Usage> told = new ArrayList<>();
  private final AtomicReference<@Nullable Failure> cause = new AtomicReference<>();
  private volatile @Nullable ProviderStream current;
  private @Nullable Step last;

  /**
   * @param opening asks for one part
   */
  PartedEmbedding(
      List<EmbeddingRequest> parts, Function<EmbeddingRequest, ProviderStream> opening) {
    this.parts = parts;
    this.opening = opening;
  }

  @Override
  public Step next() throws InterruptedException {
    Step known = last;
    if (known != null) {
      return known;
    }
    for (EmbeddingRequest part : parts) {
      Step end = ask(part);
      if (end instanceof Broken) {
        last = end;
        return end;
      }
    }
    OptionalInt size = EmbeddingItems.dimensions(answers.getFirst());
    if (answers.stream().anyMatch(answer -> !EmbeddingItems.dimensions(answer).equals(size))) {
      String message = "the parts of the request were answered in vectors of different sizes";
      last = new Broken(new Failure.MalformedAnswer(FailureDetail.of(message)));
      return last;
    }
    last = new End();
    return new Next(new ChatChunk(usage(), Optional.of(EmbeddingParts.joined(answers))));
  }

  private Step ask(EmbeddingRequest part) throws InterruptedException {
    try (ProviderStream stream = opening.apply(part)) {
      current = stream;
      Failure aborted = cause.get();
      if (aborted != null) {
        stream.abort(aborted);
      }
      Step step = stream.next();
      while (step instanceof Next(ChatChunk chunk)) {
        take(chunk);
        step = stream.next();
      }
      return step;
    }
  }

  private void take(ChatChunk chunk) {
    chunk.json().ifPresent(answers::add);
    for (ChatEvent event : chunk.events()) {
      if (event instanceof UsageReported(Usage usage)) {
        told.add(usage);
      }
    }
  }

  // The cost of some parts is not that of all.
  private List<ChatEvent> usage() {
    Stream<Usage> untold = parts.size() > told.size() ? Stream.of(Usage.of(0, 0)) : Stream.of();
    return told.isEmpty()
        ? List.of()
        : List.of(
            new UsageReported(
                Stream.concat(told.stream(), untold).reduce(Usage::plus).orElseThrow()));
  }

  @Override
  public List<ToldLimit> toldLimits() {
    ProviderStream asked = current;
    return asked == null ? List.of() : asked.toldLimits();
  }

  @Override
  public void abort(Failure failure) {
    cause.compareAndSet(null, failure);
    ProviderStream asked = current;
    if (asked != null) {
      asked.abort(failure);
    }
  }

  @Override
  public void close() {
    ProviderStream asked = current;
    if (asked != null) {
      asked.close();
    }
  }
}
