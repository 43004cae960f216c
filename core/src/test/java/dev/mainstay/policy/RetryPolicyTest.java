package dev.mainstay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SEMANTICS 2.1: counts of retries. */
class RetryPolicyTest {
  @Test
  void policyIsOffWhereEveryCountIsZero() {
    assertThat(RetryPolicy.of(0).isOff()).isTrue();
    assertThat(RetryPolicy.builder().retries(0).onTimeout(0).build().isOff()).isTrue();
    assertThat(RetryPolicy.defaults().isOff()).isFalse();
    assertThat(RetryPolicy.builder().onTimeout(0).build().isOff()).isFalse();
    assertThat(RetryPolicy.builder().retries(0).onRateLimit(1).build().isOff()).isFalse();
  }
}
