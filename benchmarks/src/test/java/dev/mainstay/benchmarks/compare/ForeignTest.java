package dev.mainstay.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mainstay.benchmarks.mock.MockProvider;
import dev.mainstay.transport.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ForeignTest {
  @Test
  void gatewayOfSomebodyElseIsSaidInOneWord() {
    long pid = ProcessHandle.current().pid();

    Foreign kong = Foreign.parse("Kong=http://127.0.0.1:8000/v1#" + pid, Optional.of("sk-1"));

    assertThat(kong.name()).isEqualTo("Kong");
    assertThat(kong.destination().url()).isEqualTo(URI.create("http://127.0.0.1:8000/v1"));
    assertThat(kong.destination().headers()).isEqualTo(Headers.of("authorization", "Bearer sk-1"));
    assertThat(kong.processes().orElseThrow().root().pid()).isEqualTo(pid);
    assertThat(kong.isPeer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8000/v1", "Kong=127.0.0.1:8000", "Kong=http://h/v1#x"})
  void whatIsNotAGatewayIsNamed(String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Foreign.parse(said, Optional.empty()))
        .withMessageContaining("'" + said + "'");
  }

  @Test
  void costOfAProcessThatIsNotKnownIsNotTold() throws Exception {
    try (MockProvider provider = MockProvider.start(0)) {
      Foreign foreign = Foreign.parse("x=" + provider.url(), Optional.empty());

      foreign.awaitAnswer();

      LoadProfile load = MeasurementPlan.quick().loads().getFirst();
      assertThat(load.measure(foreign, Duration.ofMillis(10)).microsPerUnit()).isNaN();
    }
  }

  @Test
  void whoGivesNoAnswerIsToldWithTheMistake() {
    try (MockProvider provider = MockProvider.start(0)) {
      Foreign foreign = Foreign.parse("x=" + provider.url().resolve("/none/v1"), Optional.empty());
      provider.close();

      assertThatExceptionOfType(TargetUnavailableException.class)
          .isThrownBy(foreign::awaitAnswer)
          .withMessageContaining("x at http://127.0.0.1:");
    }
  }
}
