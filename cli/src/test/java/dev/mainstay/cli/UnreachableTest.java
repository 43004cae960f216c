package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.temporal.TemporalAddress;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnreachableTest {
  private static final TemporalAddress HERE = TemporalAddress.of("localhost:7233");

  @Test
  void missingNamespaceIsNamedWithTheRemedy() {
    assertThat(
            Unreachable.because(
                Status.NOT_FOUND.asRuntimeException(), HERE.withNamespace("mine"), Map.of()))
        .isEqualTo(
            "Temporal at localhost:7233 has no namespace 'mine'; make it, or name another"
                + " (--namespace)");
  }

  @Test
  void anythingElseIsToldInTemporalsWords() {
    RuntimeException denied =
        Status.PERMISSION_DENIED.withDescription("not yours").asRuntimeException();

    assertThat(Unreachable.because(denied, HERE, Map.of()))
        .isEqualTo(
            "Temporal at localhost:7233 refused: not yours; set TEMPORAL_API_KEY, or a certificate"
                + " (mainstay batch --help)");
    assertThat(Unreachable.because(Status.INTERNAL.asRuntimeException(), null, Map.of()))
        .isEqualTo("the Temporal in this process failed: INTERNAL");
  }

  @Test
  void serverThatHangsUpOnTlsMayHaveNone() {
    RuntimeException hungUp = Status.UNAVAILABLE.asRuntimeException();

    assertThat(
            Unreachable.because(
                hungUp, HERE, Map.of("TEMPORAL_API_KEY", "k-1", "TEMPORAL_TLS", "false")))
        .isEqualTo(
            "no Temporal answers at localhost:7233; start one there (temporal server start-dev), or"
                + " leave --temporal out; it was asked over TLS, which TEMPORAL_API_KEY asked for:"
                + " unset that for a server without");
    assertThat(Unreachable.because(hungUp, HERE, Map.of("TEMPORAL_API_KEY", " ")))
        .endsWith("or leave --temporal out");
  }
}
