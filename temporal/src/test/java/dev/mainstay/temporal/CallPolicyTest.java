package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mainstay.json.JsonObject;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallPolicyTest {
  @Test
  void policyTravelsAsItIs() {
    CallPolicy policy =
        CallPolicy.defaults()
            .withOwner(RetryOwner.MAINSTAY)
            .withPasses(7)
            .withNumRetries(0)
            .withHandOver(Duration.ZERO)
            .withDeadline(Duration.ofDays(365))
            .withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON);

    assertThat(CallPolicy.of(policy.json())).isEqualTo(policy);
    assertThat(CallPolicy.of(JsonObject.empty())).isEqualTo(CallPolicy.defaults());
  }

  @Test
  void activityHasItsDeadlineAHeartbeatIn15SecondsAndAGuardAgainstCrashes() {
    ActivityOptions options =
        DurableChat.activityOptions(CallPolicy.defaults().withDeadline(Duration.ofMinutes(7)));

    assertThat(options.getScheduleToCloseTimeout()).isEqualTo(Duration.ofMinutes(7));
    assertThat(options.getStartToCloseTimeout()).isEqualTo(Duration.ofMinutes(7));
    assertThat(options.getHeartbeatTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(options.getRetryOptions().getMaximumAttempts()).isEqualTo(100);
  }

  @Test
  void durationsThatTemporalOrAMillisecondCannotTellAreRefused() {
    CallPolicy policy = CallPolicy.defaults();

    for (Duration wrong :
        new Duration[] {
          Duration.ZERO, Duration.ofNanos(1), Duration.ofDays(366), ChronoUnit.FOREVER.getDuration()
        }) {
      assertThatThrownBy(() -> policy.withDeadline(wrong))
          .hasMessageContaining("use a millisecond to 365 days");
    }
    assertThatThrownBy(() -> policy.withHandOver(ChronoUnit.FOREVER.getDuration()))
        .hasMessageContaining("use zero to 365 days");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"passes\":0}",
        "{\"passes\":99999999999}",
        "{\"retries\":-1}",
        "{\"retries\":1e300}",
        "{\"deadline_ms\":9223372036854775807}",
        "{\"deadline_ms\":-9223372036854775808}",
        "{\"hand_over_ms\":-1}",
        "{\"owner\":\"nobody\"}",
        "7"
      })
  void whatIsNoPolicyIsUnreadable(String json) {
    Payload payload =
        DurableData.converter().toPayload(CallPolicy.defaults()).orElseThrow().toBuilder()
            .setData(ByteString.copyFromUtf8(json))
            .build();

    assertThatThrownBy(
            () -> DurableData.converter().fromPayload(payload, CallPolicy.class, CallPolicy.class))
        .isInstanceOf(UnreadableException.class)
        .hasMessageStartingWith("a payload is not a dev.mainstay.temporal.CallPolicy: ")
        .hasNoCause();
  }
}
