package dev.mainstay.gateway.front;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 4.1, 5.2, 6.4 and 7.5: the limits of a gateway that sets none. */
class GatewayLimitsTest {
  private static final GatewayLimits DEFAULTS = GatewayLimits.defaults();

  @Test
  void defaultsAreThoseThatArePromised() {
    assertThat(DEFAULTS.maxBodyBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(DEFAULTS.maxHeaderBytes()).isEqualTo(64 * 1024);
    assertThat(DEFAULTS.maxInFlight()).isEqualTo(10_000);
    assertThat(DEFAULTS.maxWaiting()).isEqualTo(10_000);
    assertThat(DEFAULTS.maxWait()).isEqualTo(ofSeconds(30));
    assertThat(DEFAULTS.headTimeout()).isEqualTo(ofSeconds(30));
    assertThat(DEFAULTS.bodyTimeout()).isEqualTo(ofSeconds(30));
    assertThat(DEFAULTS.readerTimeout()).isEqualTo(ofSeconds(300));
    assertThat(DEFAULTS.keepAliveInterval()).isEqualTo(ofSeconds(15));
    assertThat(DEFAULTS.streamHeadAfter()).isEqualTo(ofSeconds(30));
  }

  static Stream<UnaryOperator<GatewayLimits>> changes() {
    return Stream.of(
        limits -> limits.withMaxBodyBytes(7),
        limits -> limits.withMaxHeaderBytes(7),
        limits -> limits.withMaxInFlight(7),
        limits -> limits.withMaxWaiting(7),
        limits -> limits.withMaxWait(ofSeconds(7)),
        limits -> limits.withHeadTimeout(ofSeconds(7)),
        limits -> limits.withBodyTimeout(ofSeconds(7)),
        limits -> limits.withReaderTimeout(ofSeconds(7)),
        limits -> limits.withShutdownDelay(ofSeconds(7)),
        limits -> limits.withKeepAliveInterval(ofSeconds(7)),
        limits -> limits.withStreamHeadAfter(ofSeconds(7)),
        limits -> limits.withGraceTime(ofSeconds(7)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changedCopyDiffersAndTheOriginalStays(UnaryOperator<GatewayLimits> change) {
    assertThat(change.apply(DEFAULTS)).isNotEqualTo(DEFAULTS).isEqualTo(change.apply(DEFAULTS));
    assertThat(DEFAULTS.headTimeout()).isEqualTo(ofSeconds(30));
  }

  static Stream<UnaryOperator<GatewayLimits>> mistakes() {
    return Stream.of(
        limits -> limits.withMaxBodyBytes(0),
        limits -> limits.withMaxHeaderBytes(-1),
        limits -> limits.withMaxInFlight(0),
        limits -> limits.withMaxInFlight(1_000_001),
        limits -> limits.withMaxWaiting(-1),
        limits -> limits.withMaxWait(ZERO),
        limits -> limits.withHeadTimeout(ZERO),
        limits -> limits.withBodyTimeout(ZERO),
        limits -> limits.withReaderTimeout(ZERO));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void limitThatCannotBeIsRefused(UnaryOperator<GatewayLimits> mistake) {
    assertThatIllegalArgumentException().isThrownBy(() -> mistake.apply(DEFAULTS));
  }
}
