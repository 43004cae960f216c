package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatStream;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.1: how long a usage is waited for behind the finish reason, and which one counts. */
class UsageBehindTheEndTest {
  private static final Finished STOP = new Finished(FinishReason.STOP, "stop");
  private static final UsageReported TOLD = usage(1, 2);

  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(1));

  @Test
  void usageThatTheCallerAskedForIsWaitedForThirtySeconds() {
    world.provider.next(
        "a", says("H"), says("i"), finishes(), pauses(ofSeconds(29)), says(TOLD), stalls());

    assertThat(read("{\"stream_options\":{\"include_usage\":true}}"))
        .containsExactly(new TextDelta("H"), new TextDelta("i"), STOP, TOLD);
    assertThat(world.time.elapsed()).isLessThanOrEqualTo(ofSeconds(34));
  }

  @Test
  void usageToldBeforeTheEndIsNotTheOneThatIsWaitedFor() {
    UsageReported soFar = usage(1, 1);
    world.provider.next(
        "a",
        says(soFar),
        says("H"),
        says("i"),
        finishes(),
        pauses(ofSeconds(6)),
        says(TOLD),
        stalls());

    assertThat(read("{\"stream_options\":{\"include_usage\":true}}"))
        .containsExactly(new TextDelta("H"), new TextDelta("i"), STOP, TOLD);
  }

  /** SEMANTICS 6.6. */
  @Test
  void usageThatIsToldManyTimesIsToldOnceTheLast() {
    UsageReported first = usage(1, 0);
    world.provider.next(
        "a",
        says(first),
        says("Hi"),
        says(first, STOP),
        says(first),
        says(TOLD),
        breaks(Failures.truncated()));

    assertThat(read("{}")).containsExactly(new TextDelta("Hi"), STOP, TOLD);
  }

  /** SEMANTICS 6.6. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chunksTellItOnceUnlessItIsAskedForWithEach(boolean withEach) {
    String json = "{'choices':[{'index':0,'delta':{}}],'usage':{'total_tokens':3}}";
    Optional<JsonObject> told = Optional.of(Json.parseObject(json.replace('\'', '"')));
    world.provider.next(
        "a",
        says(new ChatChunk(List.of(new TextDelta("Hi"), usage(1, 1)), told)),
        says(new ChatChunk(List.of(STOP, TOLD), told)));

    String asked = "{\"stream_options\":{\"continuous_usage_stats\":%s}}".formatted(withEach);
    List<Boolean> tellUsage = new ArrayList<>();
    try (ChatStream stream =
        world.engine().stream(FinishReasonTest.request(asked), CallOptions.none())) {
      for (Optional<ChatChunk> chunk = stream.nextChunk();
          chunk.isPresent();
          chunk = stream.nextChunk()) {
        tellUsage.add(chunk.get().json().orElseThrow().has("usage"));
      }
    }
    assertThat(tellUsage).containsExactly(withEach, true);
  }

  @Test
  void usageIsWaitedForThatLongHoweverShortAStreamsSilenceMayBe() {
    world
        .timeouts(Timeouts.defaults().withStream(ofSeconds(2)))
        .provider
        .next("a", says("H"), says("i"), finishes(), pauses(ofSeconds(29)), says(TOLD), stalls());

    assertThat(read("{\"stream_options\":{\"include_usage\":true}}"))
        .containsExactly(new TextDelta("H"), new TextDelta("i"), STOP, TOLD);
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(29));
  }

  @Test
  void usageThatTheCallerAskedForIsNotWaitedForLonger() {
    world.provider.next("a", says("H"), says("i"), finishes(), stalls());

    assertThat(read("{\"stream_options\":{\"include_usage\":true}}"))
        .containsExactly(new TextDelta("H"), new TextDelta("i"), STOP);
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @Test
  void usageThatNobodyAskedForIsNotWaitedForLong() {
    world.provider.next("a", says("H"), says("i"), finishes(), pauses(ofSeconds(6)), says(TOLD));

    assertThat(read("{}")).containsExactly(new TextDelta("H"), new TextDelta("i"), STOP);
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(5));
  }

  private List<ChatEvent> read(String request) {
    List<ChatEvent> seen = new ArrayList<>();
    try (ChatStream stream =
        world.engine().stream(FinishReasonTest.request(request), CallOptions.none())) {
      stream.forEach(seen::add);
    }
    return seen;
  }

  private static UsageReported usage(long prompt, long completion) {
    return new UsageReported(
        new Usage(
            prompt, completion, prompt + completion, OptionalLong.empty(), OptionalLong.empty()));
  }
}
