package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.ANCHOR;
import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.chunks;
import static dev.mainstay.engine.BrokenTale.read;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.errs;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.1, 6.4 and 6.6: what a caller sees of an answer that broke is one answer. */
class RecoveredAnswerTest {
  private final World world = new World().group("chat", "a").chance(0.5);

  @Test
  void usageToldBeforeTheTextIsNoCountOfTheText() {
    ChatEvent atStart =
        new UsageReported(new Usage(40, 1, 41, OptionalLong.empty(), OptionalLong.empty()));
    world
        .provider
        .next("a", says(atStart), says(FIRST), breaks(Failures.truncated()))
        .next("a", says(atStart), says(ANCHOR + " " + REST), finishes());

    List<ChatEvent> seen = read(world);

    Usage sum = ((UsageReported) seen.getLast()).usage();
    assertThat(sum.promptTokens()).isEqualTo(80);
    assertThat(sum.completionTokens()).isEqualTo(TokenEstimate.of(FIRST) + 1);
  }

  @Test
  void breakBetweenTheSemanticEndAndTheLastByteIsNone() {
    world.provider.next(
        "a", says(FIRST), says(REST), finishes(), breaks(Failures.connectionFailed()));

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void errorBehindTheFinishReasonThatTheCallerHasIsNoBreak() {
    world.provider.next("a", says(FIRST), says(REST), finishes(), errs(Failures.serverError()));

    List<ChatEvent> seen = read(world);

    assertThat(seen)
        .containsExactly(
            new TextDelta(FIRST), new TextDelta(REST), new Finished(FinishReason.STOP, "stop"));
    assertThat(world.provider.asked()).hasSize(1);
  }

  @Test
  void errorBehindTheEndOfARecoveredAnswerStillLetsItsUsageBeTold() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST), says(REST), finishes(), errs(Failures.serverError()));

    List<ChatEvent> seen = read(world);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(seen).filteredOn(Finished.class::isInstance).hasSize(1);
    assertThat(seen.getLast()).isInstanceOf(UsageReported.class);
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void errorBehindAnEndWithoutAnyOutputIsRetried() {
    world
        .provider
        .next("a", finishes(), errs(Failures.serverError()))
        .next("a", answer(FIRST + REST));

    assertThat(text(read(world))).isEqualTo(FIRST + REST);
  }

  @Test
  void reasoningIsNotShownTwice() {
    world
        .provider
        .next("a", thinks("Hmm"), breaks(Failures.truncated()))
        .next("a", thinks("Hmm, well"), says("Hello"), thinks("!"), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.choice().reasoning()).isEqualTo("Hmm!");
    assertThat(response.text()).isEqualTo("Hello");
    assertThat(world.provider.requests().getLast()).isEqualTo(world.provider.requests().getFirst());
  }

  @Test
  void usageIsTheSumMarkedAsAnEstimateWhereAPartToldNone() {
    Usage told = new Usage(10, 4, 14, OptionalLong.empty(), OptionalLong.empty());
    world
        .provider
        .next("a", chunk("A", "m1", FIRST), breaks(Failures.truncated()))
        .next("a", chunk("B", "m2", FIRST + REST), end("B", "m2"), usage("B", "m2", told));

    List<ChatChunk> chunks = chunks(world, requestWithUsage());

    List<JsonObject> json = chunks.stream().map(c -> c.json().orElseThrow()).toList();
    assertThat(json).extracting(j -> j.text("id").orElseThrow()).containsOnly("A");
    assertThat(json.getLast().text("model")).hasValue("m2");
    JsonObject usage = json.getLast().object("usage").orElseThrow();
    assertThat(usage.flag("estimated")).hasValue(true);
    assertThat(usage.number("completion_tokens").orElseThrow()).isGreaterThan(4);
    assertThat(json.subList(0, json.size() - 1)).noneMatch(j -> j.hasValue("usage"));
  }

  @Test
  void modelIsTheOneThatFinishedTheAnswer() {
    world
        .provider
        .next("a", chunk("A", "m1", FIRST), breaks(Failures.truncated()))
        .next("a", chunk("B", "m2", FIRST + REST), end("B", "m2"));

    assertThat(world.call(Mode.STREAMED).model()).isEqualTo("m2");
  }

  @Test
  void toolCallThatWasLostCountsInTheUsage() {
    String arguments = "{\"text\":\"" + "I wonder about the king. ".repeat(200);
    world
        .provider
        .next("a", says(FIRST), calls(0, "c", "f", arguments), breaks(Failures.truncated()))
        .next("a", says(FIRST), calls(0, "d", "f", arguments + "\"}"), finishes());

    Usage usage = world.call(Mode.STREAMED).usage().orElseThrow();

    assertThat(usage.completionTokens()).isGreaterThan(2 * TokenEstimate.of(arguments));
  }

  @Test
  void roleIsToldOnce() {
    world
        .provider
        .next("a", chunk("A", "m1", FIRST), breaks(Failures.truncated()))
        .next("a", chunk("B", "m2", FIRST + REST), end("B", "m2"));

    List<ChatChunk> chunks = chunks(world, ChatRequest.of("chat", "Hello"));

    assertThat(chunks)
        .filteredOn(c -> c.json().filter(j -> j.toString().contains("\"role\"")).isPresent())
        .hasSize(1);
  }

  @Test
  void limitOnTokensIsLeftToAProviderThatIsSentTheOriginalRequestAgain() {
    String all = "Hi there, " + "the king had three sons and a daughter. ".repeat(9);
    world.provider.next("a", says("Hi "), breaks(Failures.truncated())).next("a", answer(all));
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    List<ChatEvent> seen =
        chunks(world, limited).stream().flatMap(c -> c.events().stream()).toList();

    assertThat(text(seen)).isEqualTo(all);
    assertThat(seen).contains(new Finished(FinishReason.STOP, "stop"));
  }

  @Test
  void answerGoneOnWithEndsWithLengthFarBeyondTheCallersLimit() {
    String more = "the king had three sons and a daughter. ".repeat(9);
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", answer(FIRST + more));
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    List<ChatEvent> seen =
        chunks(world, limited).stream().flatMap(c -> c.events().stream()).toList();

    assertThat(text(seen).length()).isBetween(FIRST.length() + 40, FIRST.length() + 160);
    assertThat(seen)
        .filteredOn(Finished.class::isInstance)
        .containsExactly(new Finished(FinishReason.LENGTH, "length"));
  }

  @Test
  void answerThatHasReachedItsLimitIsNotReadAnyFurther() {
    String more = "the king had three sons and a daughter. ".repeat(9);
    world.chance(0).provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", says(FIRST + more), stalls());
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    List<ChatEvent> seen =
        chunks(world, limited).stream().flatMap(c -> c.events().stream()).toList();

    assertThat(seen)
        .filteredOn(Finished.class::isInstance)
        .containsExactly(new Finished(FinishReason.LENGTH, "length"));
    assertThat(world.time.elapsed()).isZero();
  }

  /** SEMANTICS 5.3: its provider has told none. */
  @Test
  void streamClosedAtTheFinishReasonThatALimitMadeIsASuccess() {
    String more = "the king had three sons and a daughter. ".repeat(9);
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", says(FIRST + more), stalls());
    ChatRequest limited =
        new ChatRequest(
            ChatRequest.of("chat", "Hello").json().toBuilder().put("max_tokens", 20).build());

    try (ChatStream stream = world.engine().stream(limited, CallOptions.none())) {
      boolean ended = false;
      while (!ended) {
        ended =
            stream.nextChunk().orElseThrow().events().stream().anyMatch(Finished.class::isInstance);
      }
    }

    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallSucceeded.class);
    assertThat(world.provider.open()).isZero();
  }

  // It has said something, if only what it thought: a safety system did not refuse it.
  @Test
  void recoveredThoughtWhoseAnswerIsFilteredIsAnAnswer() {
    Finished filtered = new Finished(FinishReason.CONTENT_FILTER, "content_filter");
    World two =
        new World()
            .group("chat", "a")
            .group("safe", "b")
            .fallbacks(lists -> lists.withContentPolicy(Map.of("chat", List.of("safe"))));
    two.provider
        .next("a", thinks("Hmm"), breaks(Failures.truncated()))
        .next("a", says(filtered))
        .always("b", answer("no"));

    assertThat(read(two)).contains(filtered).noneMatch(TextDelta.class::isInstance);
    assertThat(two.provider.asked()).containsExactly("a", "a");
  }

  private static ScriptedProvider.Action chunk(String id, String model, String text) {
    return says(
        new ChatChunk(
            List.of(new TextDelta(text)),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[{"index":0,\
                    "delta":{"role":"assistant","content":"%s"},"finish_reason":null}]}\
                    """
                        .formatted(id, model, text)))));
  }

  private static ScriptedProvider.Action end(String id, String model) {
    return says(
        new ChatChunk(
            List.of(new Finished(FinishReason.STOP, "stop")),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[{"index":0,\
                    "delta":{},"finish_reason":"stop"}]}\
                    """
                        .formatted(id, model)))));
  }

  private static ScriptedProvider.Action usage(String id, String model, Usage usage) {
    return says(
        new ChatChunk(
            List.of(new UsageReported(usage)),
            Optional.of(
                json(
                    """
                    {"id":"%s","object":"chat.completion.chunk","model":"%s","choices":[],\
                    "usage":{"prompt_tokens":10,"completion_tokens":4,"total_tokens":14}}\
                    """
                        .formatted(id, model)))));
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text);
  }

  private static ChatRequest requestWithUsage() {
    return new ChatRequest(
        ChatRequest.of("chat", "Hello").json().toBuilder()
            .put("stream_options", json("{\"include_usage\":true}"))
            .build());
  }
}
