package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.AuthenticationException;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.Failures;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The builder: what it accepts, what it refuses and how it says so. */
class MainstayTest {
  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);

  @Test
  void providerAndModelNameAGroupOfOne() {
    provider.next("m", answer("Hi"));

    try (Mainstay mainstay = builder().build()) {
      assertThat(mainstay.chat("scripted/m", "Hello").text()).isEqualTo("Hi");
    }
  }

  @Test
  void onlyConfiguredGroupsMayBeCalledWhereThatIsWished() {
    try (Mainstay mainstay = builder().onlyConfiguredGroups().build()) {
      assertThatThrownBy(() -> mainstay.chat("scripted/m", "Hello"))
          .isInstanceOf(MainstayException.class)
          .hasMessageContaining("'scripted/m' is not a model group");
    }
  }

  @Test
  void groupOfAModelIsFoundByNameAndByPattern() {
    try (Mainstay mainstay =
        builder()
            .onlyConfiguredGroups()
            .group("chat", Deployment.of("scripted/m"))
            .group("any/*", Deployment.of("scripted/*"))
            .build()) {
      assertThat(mainstay.group("chat").orElseThrow().name()).isEqualTo("chat");
      assertThat(mainstay.group("any/n").orElseThrow().deployments())
          .extracting(Deployment::model)
          .containsExactly("n");
      assertThat(mainstay.group("scripted/m")).isEmpty();
      assertThat(mainstay.groups()).containsExactly("chat", "any/*");
    }
  }

  @Test
  void deploymentsAreToldInTheirOrderAndThenThoseThatNamesHaveMade() {
    provider.always("z", answer("Hi")).always("x", answer("Hi"));

    try (Mainstay mainstay =
        builder()
            .group("any/*", Deployment.of("scripted/*"))
            .group("chat", Deployment.of("scripted/z"), Deployment.of("scripted/a"))
            .build()) {
      mainstay.chat("any/x", "Hello");

      assertThat(mainstay.deployments())
          .extracting(DeploymentState::id)
          .containsExactly("scripted/z", "scripted/a", "scripted/*:x");
    }
  }

  @Test
  void twoDeploymentsOfOneModelGetIdsOfTheirOwn() {
    provider.next("m", breaks(Failures.quota())).next("m", answer("Hi"));
    Deployment one = Deployment.of("scripted/m");

    try (Mainstay mainstay =
        builder()
            .group("chat", one, one.withEndpoint(URI.create("https://eu.example.com/v1")))
            .build()) {
      assertThat(mainstay.chat("chat", "Hello").metadata().attempts())
          .extracting(Attempt::deployment)
          .containsExactlyInAnyOrder("scripted/m", "scripted/m#2");
    }
  }

  @Test
  void missingKeyIsToldByTheNameOfItsVariable() {
    try (Mainstay mainstay = Mainstay.builder().environment(Map.of()).build()) {
      assertThatThrownBy(() -> mainstay.chat("openai/gpt-4o-mini", "Hello"))
          .isInstanceOf(AuthenticationException.class)
          .hasMessageContaining("OPENAI_API_KEY");
    }
  }

  @Test
  void unknownProviderIsRefusedWithThoseThereAre() {
    MainstayBuilder builder = builder().group("chat", Deployment.of("opnai/gpt-4o"));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'opnai'")
        .hasMessageContaining("openai");
  }

  @Test
  void fallbackAndRetryPolicyMustBeForGroups() {
    Deployment deployment = Deployment.of("scripted/m");

    assertThatThrownBy(builder().group("chat", deployment).fallback("chat", "bakup")::build)
        .hasMessageContaining("'bakup'");
    assertThatThrownBy(
            builder().group("chat", deployment).retries("chatt", RetryPolicy.of(1))::build)
        .hasMessageContaining("'chatt'");
    assertThatThrownBy(
            builder().group("chat", deployment).recovery("caht", RecoveryPolicy.FAIL)::build)
        .hasMessageContaining("a recovery policy is set for 'caht'");
  }

  @Test
  void listenerThatThrowsDoesNotReachTheCall() {
    provider.next("m", answer("Hi"));
    List<CallEvent> heard = new ArrayList<>();

    try (Mainstay mainstay =
        builder()
            .listener(event -> {
              throw new IllegalStateException("a listener's own mistake");
            })
            .listener(heard::add)
            .build()) {
      mainstay.chat("scripted/m", "Hello");

      assertThat(heard).hasSize(3);
      assertThat(mainstay.listenerFailures()).isEqualTo(3);
    }
  }

  private MainstayBuilder builder() {
    return Mainstay.builder().provider("scripted", provider).time(time).environment(Map.of());
  }
}
