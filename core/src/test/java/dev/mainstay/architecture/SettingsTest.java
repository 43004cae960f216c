package dev.mainstay.architecture;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.policy.WaitingRoom;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A setting is forgotten nowhere: not while another is changed, nor in equality, nor in the text.
 */
class SettingsTest {
  private static final KnownProvider.Maker NOBODY =
      (transport, time) -> {
        throw new IllegalStateException("nobody is asked");
      };
  private static final Credential CREDENTIAL =
      Credential.bearer(
          () -> {
            throw new IllegalStateException("nobody asks");
          },
          TimeSource.system());

  static Stream<SettingValues> settings() {
    return SettingValues.in("dev.mainstay");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void settingIsCopiedAndMakesTheDifferenceAndIsTold(SettingValues setting) {
    FilledValues samples =
        new FilledValues()
            .with(String.class, n -> "version-" + n)
            .with(Boolean.class, n -> true)
            .with(Timeouts.class, n -> Timeouts.defaults().withIdle(ofSeconds(n)))
            .with(HedgePolicy.class, n -> HedgePolicy.after(ofSeconds(n)))
            .with(PacingPolicy.class, n -> new PacingPolicy(false, n, ofSeconds(n)))
            .with(RetryBudget.class, n -> RetryBudget.defaults().withLeast(n))
            .with(WaitingRoom.class, WaitingRoom::of)
            .with(Headers.class, n -> Headers.of("name", "value " + n))
            .with(Secret.class, n -> Secret.of("key-" + n))
            .with(Supplier.class, n -> () -> "key-" + n)
            .with(Function.class, n -> Function.identity())
            .with(Credential.class, n -> CREDENTIAL)
            .with(ModelInfo.class, n -> ModelInfo.unknown().withMaxInputTokens(n))
            .with(KnownProvider.Maker.class, n -> NOBODY::make);

    assertThat(setting.forgotten(samples)).isEmpty();
  }

  @Test
  void everyClassOfSettingsIsLookedAt() {
    assertThat(settings().map(setting -> setting.owner().getSimpleName()))
        .contains(
            "CallOptions", "Deployment", "FailureDetail", "KnownProvider", "Policies", "Timeouts");
  }
}
