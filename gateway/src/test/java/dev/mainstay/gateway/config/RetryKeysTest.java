package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.RetryKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryKeysTest {
  @ParameterizedTest
  @EnumSource(RetryKind.class)
  void everyKindIsFoundByItsKey(RetryKind kind) {
    assertThat(RetryKeys.kind(RetryKeys.key(kind))).hasValue(kind);
  }

  @Test
  void otherKeysAreNoKinds() {
    assertThat(RetryKeys.kind("NoSuchErrorRetries")).isEmpty();
  }
}
