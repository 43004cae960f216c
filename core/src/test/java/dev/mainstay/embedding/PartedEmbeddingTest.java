package dev.mainstay.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 5.1: what the parts of a request for embeddings are told teaches as any answer does.
 */
class PartedEmbeddingTest {
  private static final ToldLimit TOLD =
      new ToldLimit(
          Quantity.REQUESTS, 100, 7, Optional.empty(), Optional.of(Duration.ofSeconds(3)));

  @Test
  void limitsThatAPartIsToldAreTold() throws InterruptedException {
    List<EmbeddingRequest> parts = List.of(EmbeddingRequest.of("m", "one"));
    try (PartedEmbedding embedding = new PartedEmbedding(parts, part -> new Refused())) {
      assertThat(embedding.toldLimits()).isEmpty();

      embedding.next();

      assertThat(embedding.toldLimits()).containsExactly(TOLD);
    }
  }

  @ParameterizedTest
  @MethodSource("toldByParts")
  void usageAndItsCostAreThoseOfAllParts(List<UsageReported> parts, List<UsageReported> all)
      throws InterruptedException {
    Iterator<UsageReported> told = parts.iterator();
    List<EmbeddingRequest> two = Collections.nCopies(2, EmbeddingRequest.of("m", "one"));
    try (PartedEmbedding embedding = new PartedEmbedding(two, part -> new Answered(told))) {
      ProviderStream.Step step = embedding.next();

      assertThat(step)
          .isInstanceOfSatisfying(
              ProviderStream.Next.class, next -> assertThat(next.chunk().events()).isEqualTo(all));
    }
  }

  static Stream<Arguments> toldByParts() {
    UsageReported priced = new UsageReported(Usage.of(3, 0).withToldCost(0.25));
    UsageReported counted = new UsageReported(Usage.of(4, 0));
    return Stream.of(
        arguments(
            List.of(priced, priced), List.of(new UsageReported(Usage.of(6, 0).withToldCost(0.5)))),
        arguments(List.of(priced, counted), List.of(new UsageReported(Usage.of(7, 0)))),
        arguments(List.of(priced), List.of(new UsageReported(Usage.of(3, 0)))),
        arguments(List.of(), List.of()));
  }

  /** Tells the next usage, where there is one. */
  private static final class Answered implements ProviderStream {
    private static final JsonObject ANSWER = Json.parseObject("{\"data\":[]}");

    private final Iterator<UsageReported> told;
    private boolean isOver;

    Answered(Iterator<UsageReported> told) {
      this.told = told;
    }

    @Override
    public Step next() {
      if (isOver) {
        return new End();
      }
      isOver = true;
      List<ChatEvent> events = told.hasNext() ? List.of(told.next()) : List.of();
      return new Next(new ChatChunk(events, Optional.of(ANSWER)));
    }

    @Override
    public void abort(Failure cause) {}

    @Override
    public void close() {}
  }

  /** Is told that little is left, and refused. */
  private static final class Refused implements ProviderStream {
    @Override
    public Step next() {
      return new Broken(new Failure.RateLimited(FailureDetail.of("slow down")));
    }

    @Override
    public List<ToldLimit> toldLimits() {
      return List.of(TOLD);
    }

    @Override
    public void abort(Failure cause) {}

    @Override
    public void close() {}
  }
}
