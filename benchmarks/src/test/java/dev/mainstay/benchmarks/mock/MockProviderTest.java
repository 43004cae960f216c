package dev.mainstay.benchmarks.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MockProviderTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void departureWhileTheProviderIsSilentIsSeen() throws Exception {
    try (MockProvider provider = MockProvider.start(0)) {
      try (RawCaller leaving = RawCaller.call(provider.url(), Headers.none(), Workload.SILENT)) {
        assertThat(provider.awaitSilence()).isTrue();
      }
      long closed = System.nanoTime();

      assertThat(provider.awaitDeparture(5)).isBetween(closed - SECOND, closed + SECOND);
    }
  }
}
