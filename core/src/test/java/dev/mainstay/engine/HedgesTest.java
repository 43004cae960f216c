package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.Policies;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HedgesTest {
  @Test
  void namesThatImplyGroupsFillNoMemory() {
    Policies policies = Policies.defaults().withHedging(HedgePolicy.after(Duration.ofSeconds(1)));
    Hedges hedges = new Hedges(policies);

    for (int i = 0; i <= Hedges.MOST_GROUPS; i++) {
      hedges.called("openai/model-" + i);
    }

    assertThat(hedges.size()).isOne();
  }
}
