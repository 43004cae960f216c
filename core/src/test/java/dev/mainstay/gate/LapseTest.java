package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.3: a cooldown over a limit is over when it is over, without a probe. */
class LapseTest {
  private final Ward ward = new Ward();

  @Test
  void failureAfterALimitsRestIsOneOfThreeAndNoFailedProbe() {
    ward.fail(rateLimited(ofSeconds(5)));
    ward.after(ofSeconds(6));

    ward.fail(2, serverError());
    assertThat(ward.health()).isInstanceOf(Health.Closed.class);
    ward.fail(serverError());

    assertThat(ward.health()).isInstanceOf(Health.CoolingDown.class);
  }

  @Test
  void attemptThatBeganBeforeALimitsRestAndFailsAfterItCountsLikeAnyOther() {
    Permit early = ward.begin();
    ward.fail(rateLimited(ofSeconds(5)));
    ward.after(ofSeconds(6));

    Ward.end(early, serverError());
    ward.fail(2, serverError());

    assertThat(ward.health()).isInstanceOf(Health.CoolingDown.class);
  }

  @Test
  void attemptAfterALimitsRestIsNoProbe() {
    ward.fail(rateLimited(ofSeconds(5)));
    ward.after(ofSeconds(5));

    Permit next = ward.begin();

    assertThat(next.isProbe()).isFalse();
    assertThat(ward.health()).isInstanceOf(Health.Closed.class);
    next.close();
  }

  @Test
  void onlyTheFirstOutcomeOfAnAttemptCounts() {
    Permit whole = ward.begin();
    whole.succeeded(Optional.empty());

    whole.failed(unauthenticated());
    whole.failed(unauthenticated());
    whole.succeeded(Optional.empty());
    whole.failed(unauthenticated());

    assertThat(ward.health()).isInstanceOf(Health.Closed.class);
  }
}
