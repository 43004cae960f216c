package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.temporal.TemporalAddress;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class UnreachableTest {
  private static final TemporalAddress HERE = TemporalAddress.of("localhost:7233");

  @Test
  void missingNamespaceIsNamedWithTheRemedy() {
    assertThat(
            Unreachable.because(Status.NOT_FOUND.asRuntimeException(), HERE.withNamespace("mine")))
        .isEqualTo(
            "Temporal at localhost:7233 has no namespace 'mine'; make it, or name another"
                + " (--namespace)");
  }

  @Test
  void anythingElseIsToldInTemporalsWords() {
    RuntimeException denied =
        Status.PERMISSION_DENIED.withDescription("not yours").asRuntimeException();

    assertThat(Unreachable.because(denied, HERE))
        .isEqualTo(
            "Temporal at localhost:7233 refused: not yours; set TEMPORAL_API_KEY, or a certificate"
                + " (mainstay batch --help)");
    assertThat(Unreachable.because(Status.INTERNAL.asRuntimeException(), null))
        .isEqualTo("the Temporal in this process failed: INTERNAL");
  }
}
