package dev.mainstay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Refusals refusals = new Refusals();

  @Test
  void callsThatWaitBehindEachOtherKeepOneFailure() {
    Failure first = refusals.shared(refused("chat"));

    Failure second = refusals.shared(refused("chat"));

    assertThat(second).isSameAs(first);
  }

  @Test
  void everyCallHasAFailureThatEqualsItsOwnHoweverManyThereAre() {
    List<Failure> all = IntStream.range(0, 1000).mapToObj(i -> refused("group " + i)).toList();

    List<Failure> shared = all.stream().map(refusals::shared).toList();

    assertThat(shared).isEqualTo(all);
  }

  private static Failure refused(String group) {
    return new Failure.NoDeployment(FailureDetail.of("nobody serves " + group).withStatus(503));
  }
}
