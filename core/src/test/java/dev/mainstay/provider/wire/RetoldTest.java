package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of an answer that is told otherwise, all but its chunks stays what it is. */
class RetoldTest {
  private final List<String> log = new ArrayList<>();
  private final ProviderStream retold =
      new Retold(new Logged(), chunk -> ChatChunk.of(new TextDelta("told")));

  @Test
  void chunksAreToldAndOtherStepsStay() throws InterruptedException {
    assertThat(retold.next())
        .isEqualTo(new ProviderStream.Next(ChatChunk.of(new TextDelta("told"))));
    assertThat(retold.poll()).hasValue(new ProviderStream.End());
  }

  @Test
  void restIsTheAnswersOwn() {
    retold.abort(new Failure.Cancelled(FailureDetail.of("left")));
    retold.close();

    assertThat(retold.isOfSameEvent()).isTrue();
    assertThat(retold.toldLimits()).isEmpty();
    assertThat(log).containsExactly("abort", "close", "limits");
  }

  private final class Logged implements ProviderStream {
    @Override
    public Step next() {
      return new Next(ChatChunk.of(new TextDelta("came")));
    }

    @Override
    public Optional<Step> poll() {
      return Optional.of(new End());
    }

    @Override
    public boolean isOfSameEvent() {
      return true;
    }

    @Override
    public void abort(Failure cause) {
      log.add("abort");
    }

    @Override
    public List<ToldLimit> toldLimits() {
      log.add("limits");
      return List.of();
    }

    @Override
    public void close() {
      log.add("close");
    }
  }
}
