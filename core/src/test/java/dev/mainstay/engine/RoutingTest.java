package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.TagMatching;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 3.1, 3.2 and 3.6 as calls meet them; plain and streamed alike. */
class RoutingTest {
  private final World world = new World().retries(RetryPolicy.of(1));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void lowerOrderGoesFirstAndTheNextTakesOverWhenItFails(Mode mode) {
    world
        .group("chat", d -> d.withOrder(d.model().equals("a") ? 2 : 1), "a", "b")
        .provider
        .next("b", breaks(Failures.serverError()))
        .next("a", answer("A"));

    assertThat(world.call(mode).text()).isEqualTo("A");
    assertThat(world.provider.asked()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void tagsChooseTheDeployment(Mode mode) {
    world
        .group(
            "chat", d -> d.model().equals("a") ? d.withTags("free") : d.withTags("paid"), "a", "b")
        .routing(r -> r.withPreselection(new Preselection(TagMatching.ANY, true)))
        .provider
        .always("b", answer("B"));

    for (int i = 0; i < 5; i++) {
      assertThat(world.call(mode, CallOptions.none().withTags(List.of("paid"))).text())
          .isEqualTo("B");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void requestThatNobodyCanServeIsToldSoAndNobodyIsAsked(Mode mode) {
    world.group("chat", d -> d.withInfo(ModelInfo.unknown().withMaxInputTokens(100)), "a");

    MainstayException exception = failWith(mode, "word ".repeat(1_000));

    assertThat(exception.failure()).isInstanceOf(Failure.ContextWindowExceeded.class);
    assertThat(world.provider.asked()).isEmpty();
    assertThat(exception.metadata().attempts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void promptTooLongForAGroupGoesToTheOneWithALargerWindow(Mode mode) {
    world
        .group("chat", d -> d.withInfo(ModelInfo.unknown().withMaxInputTokens(100)), "a")
        .group("large", "b")
        .fallbacks(f -> f.withContextWindow(Map.of("chat", List.of("large"))))
        .provider
        .always("b", answer("B"));

    ChatRequest request = ChatRequest.of("chat", "word ".repeat(1_000));

    assertThat(mode.make(world.engine(), request, CallOptions.none()).text()).isEqualTo("B");
    assertThat(world.provider.asked()).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void deploymentThatIsTooSmallIsPassedOver(Mode mode) {
    world
        .group(
            "chat",
            d -> d.model().equals("a") ? d.withInfo(ModelInfo.unknown().withMaxInputTokens(9)) : d,
            "a",
            "b")
        .provider
        .always("b", answer("B"));

    ChatRequest request = ChatRequest.of("chat", "word ".repeat(1_000));

    assertThat(mode.make(world.engine(), request, CallOptions.none()).text()).isEqualTo("B");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callsOfASessionStayWithOneDeployment(Mode mode) {
    world.group("chat", "a", "b", "c").routing(r -> r.withAffinity(Affinity.SESSION));
    List.of("a", "b", "c").forEach(model -> world.provider.always(model, answer(model)));

    for (String session : List.of("s1", "s2", "s3", "s4")) {
      CallOptions options = CallOptions.none().withSession(session);
      String first = world.call(mode, options).text();
      for (int i = 0; i < 4; i++) {
        assertThat(world.call(mode, options).text()).isEqualTo(first);
      }
    }
    assertThat(world.provider.asked().stream().distinct()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aliasLeadsToItsGroup(Mode mode) {
    world
        .group("chat", "a")
        .routing(r -> r.withAliases(new Aliases(List.of(Alias.of("old", "chat")))))
        .provider
        .always("a", answer("A"));

    ChatRequest request = ChatRequest.of("old", "Hello");

    assertThat(mode.make(world.engine(), request, CallOptions.none()).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void patternStandsForEveryModelWithItsOwnRetriesAndFallbacks(Mode mode) {
    world
        .group("fast/*", "*")
        .group("backup", "b")
        .fallback("fast/*", "backup")
        .retries("fast/*", RetryPolicy.of(0))
        .provider
        .always("llama", breaks(Failures.serverError()))
        .always("b", answer("B"));

    ChatRequest request = ChatRequest.of("fast/llama", "Hello");

    assertThat(mode.make(world.engine(), request, CallOptions.none()).text()).isEqualTo("B");
    assertThat(world.provider.asked()).containsExactly("llama", "b");
  }

  private MainstayException failWith(Mode mode, String text) {
    try {
      mode.make(world.engine(), ChatRequest.of("chat", text), CallOptions.none());
    } catch (MainstayException e) {
      return e;
    }
    throw new AssertionError("expected a failure");
  }
}
