package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import org.junit.jupiter.api.Test;

class PrefillMemoryTest {
  private final PrefillMemory memory = new PrefillMemory();

  @Test
  void knowsWhoHasRefused() {
    memory.refused(Deployment.of("scripted/a"));

    assertThat(memory.hasRefused(Deployment.of("scripted/a"))).isTrue();
    assertThat(memory.hasRefused(Deployment.of("scripted/b"))).isFalse();
  }

  @Test
  void isBoundedHoweverManyRefuse() {
    for (int i = 0; i <= 10_000; i++) {
      memory.refused(Deployment.of("scripted/" + i));
    }

    assertThat(memory.hasRefused(Deployment.of("scripted/0"))).isFalse();
    assertThat(memory.hasRefused(Deployment.of("scripted/10000"))).isTrue();
  }
}
