package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class UnreachableTest {
  @Test
  void missingNamespaceIsNamedWithTheRemedy() {
    assertThat(Unreachable.because(Status.NOT_FOUND.asRuntimeException(), "localhost:7233", "mine"))
        .isEqualTo(
            "Temporal at localhost:7233 has no namespace 'mine'; make it, or name another"
                + " (--namespace)");
  }

  @Test
  void anythingElseIsToldInTemporalsWords() {
    RuntimeException denied =
        Status.PERMISSION_DENIED.withDescription("not yours").asRuntimeException();

    assertThat(Unreachable.because(denied, "localhost:7233", "default"))
        .isEqualTo("Temporal at localhost:7233 refused: not yours");
    assertThat(Unreachable.because(Status.INTERNAL.asRuntimeException(), null, "default"))
        .isEqualTo("the Temporal in this process failed: INTERNAL");
  }
}
