package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.keepsAlive;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 7.5: what is queued or held of a stream is bounded, whatever it is made of. */
class BulkTest {
  private static final int MIB = 1024 * 1024;
  private static final ToolCallDelta CALL = new ToolCallDelta(0, "c", "f", "{}");

  private final World world = new World().group("chat", "a").chance(0);

  @Test
  void streamOfWhatNobodyKnowsIsMalformedBeforeItFillsTheMemory() {
    world
        .provider
        .next("a", behind(times(12, padding(MIB)), answer("first")))
        .next("a", answer("second"));

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo("second");
    assertThat(World.outcomes(response.metadata().attempts()).getFirst())
        .isEqualTo("MalformedAnswer");
  }

  @Test
  void soIsOneOfCountlessChunksThatSayNothing() {
    world
        .provider
        .next("a", behind(times(100_000, keepsAlive()), answer("first")))
        .next("a", answer("second"));

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("second");
  }

  @Test
  void failureSaysWhatWasWrong() {
    world.provider.always("a", behind(times(12, padding(MIB)), answer("first")));

    assertThat(world.fail(Mode.STREAMED).failure().message())
        .isEqualTo("the stream had sent over 8 MiB and not yet any text, reasoning or tool call");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void onePictureMayBeAsLongAsTheWireLetsItBe(Mode mode) {
    world.provider.next("a", behind(times(1, padding(12 * MIB)), answer("first")));

    assertThat(world.call(mode).text()).isEqualTo("first");
  }

  @Test
  void severalPicturesMayComeBeforeTheFirstWord() {
    world.provider.next("a", behind(times(3, padding(9 * MIB)), answer("first")));

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("first");
  }

  @Test
  void picturesWithoutEndAreMalformed() {
    world.provider.always("a", behind(times(8, padding(9 * MIB)), answer("first")));

    assertThat(world.fail(Mode.STREAMED).failure()).isInstanceOf(Failure.MalformedAnswer.class);
  }

  @Test
  void plainAnswerIsKeptWhole() {
    world.provider.next("a", behind(times(3, padding(5 * MIB)), answer("x".repeat(10 * MIB))));

    assertThat(world.call(Mode.PLAIN).text()).hasSize(10 * MIB);
  }

  @Test
  void onceThereIsOutputTheRestGoesOutAsItComes() {
    world.provider.next(
        "a", behind(behind(List.of(says("Hi")), times(12, padding(MIB))), finishes()));

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("Hi");
  }

  @Test
  void toolCallsAreLetGoWhoseChunksAreLongForAnotherReasonThanTheirArguments() {
    Action call = says(new ChatChunk(List.of(CALL), json(MIB)));
    world.provider.next("a", behind(times(12, call), breaks(Failures.truncated())));

    try (ChatStream stream =
        world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none())) {
      assertThat(stream.nextChunk().orElseThrow().events()).containsExactly(CALL);
    }
  }

  @Test
  void shortToolCallsAreHeldAllTheSame() {
    world
        .provider
        .next("a", calls(0, "c", "f", "{"), padding(7 * MIB), breaks(Failures.truncated()))
        .next("a", calls(0, "d", "f", "{}"), finishes());

    assertThat(world.call(Mode.STREAMED).toolCalls().getFirst().id()).isEqualTo("d");
  }

  @Test
  void whatComesBehindTheEndWaitsOnlyWhileThereIsRoom() {
    world.provider.next(
        "a",
        behind(List.of(says("Hi"), finishes()), times(12, padding(MIB))).toArray(Action[]::new));

    try (ChatStream stream =
        world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none())) {
      Stream<List<ChatEvent>> firstTwo =
          Stream.of(stream.nextChunk(), stream.nextChunk())
              .map(chunk -> chunk.orElseThrow().events());

      assertThat(firstTwo).containsExactly(List.of(new ChatEvent.TextDelta("Hi")), List.of());
    }
  }

  private static Action padding(int bytes) {
    return says(new ChatChunk(List.of(), json(bytes)));
  }

  private static Optional<JsonObject> json(int bytes) {
    String text = "{\"choices\":[],\"unknown\":\"" + "x".repeat(bytes) + "\"}";
    return Optional.of(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Action> times(int count, Action action) {
    return Collections.nCopies(count, action);
  }

  private static Action[] behind(List<Action> first, Action... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toArray(Action[]::new);
  }

  private static List<Action> behind(List<Action> first, List<Action> rest) {
    return Stream.concat(first.stream(), rest.stream()).toList();
  }
}
