package dev.mainstay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A text of settings names each, and leaves out what nobody set. */
class SettingsAsTextTest {
  @Test
  void timeoutsAreTold() {
    assertThat(Timeouts.defaults().withFirstToken(Duration.ofSeconds(7)))
        .hasToString("Timeouts[connect=PT5S, firstToken=PT7S, idle=PT2M]");
  }

  @Test
  void wishesForACallAreToldWithoutWhatMayBeAKey() {
    CallOptions options =
        CallOptions.none()
            .withRetries(2)
            .withFallbacks(List.of("other"))
            .withHeader("x-token", "secret");

    assertThat(options.toString())
        .startsWith("CallOptions[retries=2, fallbacks=[other], headers=[x-token], priority=0, ")
        .doesNotContain("secret");
  }

  @Test
  void policiesAreTold() {
    Policies policies = Policies.defaults().withRecovery("chat", RecoveryPolicy.FAIL);

    assertThat(policies.toString())
        .startsWith("Policies[retries=")
        .contains(", groupRecovery={chat=FAIL}, ")
        .doesNotContain("groupRetries", "loopGuard");
  }
}
