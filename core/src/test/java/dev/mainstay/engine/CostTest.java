package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call has cost, as its metadata tells it. */
class CostTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);
  private static final UsageReported TEN_AND_FIVE = used(10, 5);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void usageAtTheDeploymentsPrices(Mode mode) {
    World world = priced(TokenPrices.of(2, 3));
    world.provider.next("a", says("Hello"), says(TEN_AND_FIVE), finishes());

    assertThat(world.call(mode).metadata().cost().orElseThrow()).isEqualTo(35, EXACT);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void notKnownWithoutPricesOrUsage(Mode mode) {
    World unpriced = new World().group("chat", "a");
    unpriced.provider.next("a", says("Hello"), says(TEN_AND_FIVE), finishes());
    World silent = priced(TokenPrices.of(2, 3));
    silent.provider.next("a", answer("Hello"));

    assertThat(unpriced.call(mode).metadata().cost()).isEmpty();
    assertThat(silent.call(mode).metadata().cost()).isEmpty();
  }

  /** Who has embeddings made sets no price of output. */
  @Test
  void priceOfWhatWasNotUsedNeedNotBeKnown() {
    OptionalDouble none = OptionalDouble.empty();
    TokenPrices ofInput = new TokenPrices(OptionalDouble.of(2), none, none, none, none);

    assertThat(ofInput.cost(used(10, 0).usage())).hasValue(20);
    assertThat(ofInput.cost(used(10, 1).usage())).isEmpty();
    assertThat(TokenPrices.unknown().cost(used(0, 0).usage())).isEmpty();
  }

  @Test
  void brokenStreamCostsWhatEachOfItsAttemptsCost() {
    World world = priced(TokenPrices.of(2, 3));
    world
        .provider
        .next("a", says(FIRST), says(used(10, 100)), breaks(Failures.truncated()))
        .next("a", says(FIRST + REST), says(used(20, 200)), finishes());

    assertThat(world.call(Mode.STREAMED).metadata().cost().orElseThrow())
        .isEqualTo(2 * 30 + 3 * 300, EXACT);
  }

  @Test
  void eachAttemptCostsWhatItsOwnDeploymentDoes() {
    World world =
        new World()
            .group("chat", at(TokenPrices.of(2, 3)), "a")
            .group("backup", at(TokenPrices.of(5, 7)), "b")
            .fallback("chat", "backup")
            .retries(RetryPolicy.of(0))
            .chance(0.5);
    world
        .provider
        .next("a", says(FIRST), says(used(10, 100)), breaks(Failures.truncated()))
        .next("b", says(FIRST + REST), says(used(20, 200)), finishes());

    assertThat(world.call(Mode.STREAMED).metadata().cost().orElseThrow())
        .isEqualTo(2 * 10 + 3 * 100 + 5 * 20 + 7 * 200, EXACT);
  }

  @Test
  void answerThatBeganAnewCostsWhatWasDroppedAsWell() {
    World world = priced(TokenPrices.of(2, 3)).recovery(RecoveryPolicy.RESTART);
    world
        .provider
        .next("a", says(FIRST), says(used(10, 100)), breaks(Failures.truncated()))
        .next("a", says("Another"), says(used(20, 200)), finishes());

    assertThat(world.call(Mode.STREAMED).metadata().cost().orElseThrow())
        .isEqualTo(2 * 30 + 3 * 300, EXACT);
  }

  @Test
  void usageThatGoesOutTellsItWhereThatIsWanted() {
    World world = priced(TokenPrices.of(2, 3)).tellCost();
    world
        .provider
        .next("a", says("Hello"), finishes(), says(usageChunk("{'total_tokens':15}")))
        .next("a", says("Hello"), finishes(), says(usageChunk("{'cost':1}")));

    assertThat(lastUsage(world)).hasToString("{\"total_tokens\":15,\"cost\":35.0}");
    assertThat(lastUsage(world)).hasToString("{\"cost\":1}");
  }

  @Test
  void usageThatGoesOutIsTheProvidersOwnOtherwise() {
    World world = priced(TokenPrices.of(2, 3));
    world.provider.next("a", says("Hello"), finishes(), says(usageChunk("{'total_tokens':15}")));

    assertThat(lastUsage(world)).hasToString("{\"total_tokens\":15}");
  }

  private static World priced(TokenPrices prices) {
    return new World().group("chat", at(prices), "a").chance(0.5);
  }

  private static UnaryOperator<Deployment> at(TokenPrices prices) {
    return deployment -> deployment.withInfo(ModelInfo.unknown().withPrices(prices));
  }

  private static UsageReported used(long prompt, long completion) {
    return new UsageReported(
        new Usage(
            prompt, completion, prompt + completion, OptionalLong.empty(), OptionalLong.empty()));
  }

  private static ChatChunk usageChunk(String usage) {
    String json = "{'choices':[],'usage':" + usage + "}";
    return new ChatChunk(
        List.of(TEN_AND_FIVE),
        Optional.of(Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))));
  }

  private static JsonObject lastUsage(World world) {
    ChatRequest request = ChatRequest.of("chat", "Hello");
    Optional<JsonObject> usage = Optional.empty();
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      for (var chunk = stream.nextChunk(); chunk.isPresent(); chunk = stream.nextChunk()) {
        Optional<JsonObject> told = chunk.get().json().flatMap(json -> json.object("usage"));
        usage = told.isPresent() ? told : usage;
      }
    }
    return usage.orElseThrow();
  }
}
