package dev.mainstay.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultKindTest {
  // Nobody's provider is the reason of these.
  private static final List<String> OUR_OWN =
      List.of("UnparsableAnswer", "NoDeployment", "Cancelled");

  @Test
  void everyKindOfFailureThatAProviderCausesIsThere() {
    List<String> kinds =
        Arrays.stream(Failure.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .filter(name -> !OUR_OWN.contains(name))
            .toList();

    assertThat(FaultKind.names()).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void failureIsOfItsKindAndKeepsItsHint(FaultKind kind) {
    Failure failure = kind.failure(Optional.of(Duration.ofSeconds(3)));

    assertThat(FaultKind.named(failure.kind())).contains(kind);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
  }
}
