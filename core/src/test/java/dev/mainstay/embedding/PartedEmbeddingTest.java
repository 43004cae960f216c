package dev.mainstay.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
