package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.MainstayException;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Test;

/** Which of Temporal's failures are ours. */
class DurableFailuresTest {
  private static final TimeoutFailure LATE =
      new TimeoutFailure("late", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);

  @Test
  void timeoutOfAnActivityOfOursIsOne() {
    assertThat(DurableFailures.in(activity("MainstayStream")))
        .hasValueSatisfying(ours ->
            assertThat(ours)
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("HEARTBEAT"));
  }

  /** As a client hears of it, whose workflow ended by what its activity threw. */
  @Test
  void timeoutOfAnActivityOfOursIsOneAlsoBehindTheWorkflowThatItEnded() {
    MainstayException inTheWorkflow = DurableFailures.in(activity("MainstayStream")).orElseThrow();
    DataConverter wire = DurableData.converter();

    RuntimeException inTheClient = wire.failureToException(wire.exceptionToFailure(inTheWorkflow));

    assertThat(DurableFailures.in(inTheClient))
        .hasValueSatisfying(ours -> assertThat(ours).isInstanceOf(CallTimeoutException.class));
  }

  @Test
  void timeoutOfAnythingElseIsNot() {
    assertThat(DurableFailures.in(activity("ShipParcel"))).isEmpty();
    assertThat(DurableFailures.in(LATE)).isEmpty();
  }

  @Test
  void failureOfAnybodyElseWithTheNameOfAKindIsNot() {
    assertThat(DurableFailures.in(ApplicationFailure.newFailure("no", "RateLimited"))).isEmpty();
  }

  private static ActivityFailure activity(String type) {
    return new ActivityFailure(
        "failed", 1, 2, type, "id", RetryState.RETRY_STATE_TIMEOUT, "worker", LATE);
  }
}
