package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is learnt of servers is bounded: through wildcards callers make as many as they like. */
class LearntOfServersTest {
  private static final int MOST = 10_000;
  private static final long OURS = 8_192;

  @Test
  void fieldsThatWereRefusedAreBounded() throws Exception {
    RefusedFields refused = new RefusedFields();

    for (int i = 0; i <= MOST; i++) {
      refused
          .attempt(
              deployment(i),
              Set.of(),
              Set.of("top_k"),
              gone -> gone.isEmpty() ? stream(refusal("no top_k")) : stream(end()))
          .next();
    }

    assertThat(refused.of(deployment(MOST))).containsExactly("top_k");
    assertThat(refused.of(deployment(0))).isEmpty();
  }

  @Test
  void limitsThatWereNamedAreBounded() throws Exception {
    OwnLimit limits = new OwnLimit();
    List<Long> asked = new ArrayList<>();

    for (int i = 0; i <= MOST; i++) {
      limits
          .attempt(
              deployment(i),
              OURS,
              limit ->
                  stream(limit == OURS ? refusal("max_tokens: 8192 > 4096 is too many") : end()))
          .next();
    }
    for (int i : List.of(MOST, 0)) {
      limits.attempt(
          deployment(i),
          OURS,
          limit -> {
            asked.add(limit);
            return stream(end());
          });
    }

    assertThat(asked).containsExactly(4_096L, OURS);
  }

  private static Deployment deployment(int number) {
    return Deployment.of("vendor/" + number);
  }

  private static ProviderStream.Step refusal(String message) {
    return new ProviderStream.Broken(new Failure.BadRequest(FailureDetail.of(message)));
  }

  private static ProviderStream.Step end() {
    return new ProviderStream.End();
  }

  private static ProviderStream stream(ProviderStream.Step step) {
    return new ProviderStream() {
      @Override
      public Step next() {
        return step;
      }

      @Override
      public void abort(Failure cause) {}

      @Override
      public void close() {}
    };
  }
}
