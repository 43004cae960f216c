package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.errs;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.VendorTerms;
import dev.mainstay.provider.wire.VendorFields;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** SEMANTICS 6.1: when a finish reason is believed, and how long for what comes behind it. */
class FinishReasonTest {
  private static final String FIRST = "Once upon a time there was a king ";
  private static final Finished STOP = new Finished(FinishReason.STOP, "stop");
  private static final Usage USAGE = new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty());

  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(1));

  @Test
  void streamWithStopOnEveryChunkThatBreaksIsGoneOnWith() {
    world
        .provider
        .next("a", saysWithStop("Once upon a time "), saysWithStop("there was a king "), ends())
        .next("a", says(FIRST), says("who had three sons."), finishes());

    List<ChatEvent> seen = read("{}");

    assertThat(text(seen)).isEqualTo(FIRST + "who had three sons.");
    assertThat(seen).filteredOn(Finished.class::isInstance).containsExactly(STOP);
  }

  @Test
  void callCutInAFirstChunkThatSaysStopIsAskedForAgainUnseen() {
    world
        .provider
        .next("a", cutCall(), ends())
        .next("a", calls(0, "c", "f", "{\"city\": \"Bonn\"}"), finishes());

    assertThat(read("{}"))
        .containsExactly(new ToolCallDelta(0, "c", "f", "{\"city\": \"Bonn\"}"), STOP);
  }

  @Test
  void callCutInAFirstChunkThatSaysStopIsNoAnswerAfterFiveSeconds() {
    world
        .provider
        .next(
            "a",
            cutCall(),
            pauses(ofSeconds(20)),
            calls(0, "", "", "\"Bonn\"}"),
            finishes(),
            says(new UsageReported(USAGE)))
        .next("a", answer("no"));

    assertThat(read("{}"))
        .filteredOn(ToolCallDelta.class::isInstance)
        .containsExactly(
            new ToolCallDelta(0, "c", "f", "{\"city\": "),
            new ToolCallDelta(0, "", "", "\"Bonn\"}"));
  }

  private static Action cutCall() {
    return says(new ToolCallDelta(0, "c", "f", "{\"city\": "), STOP);
  }

  @Test
  void streamWithStopOnEveryChunkIsWholeOnceUsageFollows() {
    world.provider.next(
        "a", saysWithStop("Once "), saysWithStop("upon"), says(new UsageReported(USAGE)), ends());

    assertThat(read("{}"))
        .containsExactly(
            new TextDelta("Once "), new TextDelta("upon"), STOP, new UsageReported(USAGE));
  }

  @Test
  void errorBehindAFinishReasonThatWasOnceRevokedIsABreak() {
    world
        .provider
        .next(
            "a",
            saysWithStop("Once upon a time "),
            saysWithStop("there was a king "),
            errs(Failures.overloaded()))
        .next("a", says(FIRST), says("who had three sons."), finishes());

    assertThat(text(read("{}"))).isEqualTo(FIRST + "who had three sons.");
  }

  @Test
  void toolCallThatIsCutBehindAFinishReasonIsAskedForAgain() {
    world
        .provider
        .next("a", callsWithStop("c1", "f", ""), callsWithStop("", "", "{\"city\": "), ends())
        .next("a", calls(0, "c2", "f", "{\"city\": \"Rome\"}"), finishes());

    List<ChatEvent> seen = read("{}");

    assertThat(seen)
        .filteredOn(ToolCallDelta.class::isInstance)
        .containsExactly(new ToolCallDelta(0, "c2", "f", "{\"city\": \"Rome\"}"));
  }

  @Test
  void finishReasonToldTwiceGoesOutOnceTheLast() {
    Finished length = new Finished(FinishReason.LENGTH, "length");
    world.provider.next("a", says("Hi"), finishes(), says(length), ends());

    assertThat(read("{}")).containsExactly(new TextDelta("Hi"), length);
  }

  @Test
  void thoughtWithStopIsNotTheEndWhileTheAnswerIsBegun() {
    world.provider.next(
        "a",
        thinks("Hmm"),
        finishes(),
        pauses(ofSeconds(7)),
        says("Hi"),
        finishes(),
        says(new UsageReported(USAGE)),
        ends());

    List<ChatEvent> seen = read("{}");

    assertThat(text(seen)).isEqualTo("Hi");
    assertThat(seen).filteredOn(Finished.class::isInstance).containsExactly(STOP);
  }

  @Test
  void stopBeforeAnythingWasSaidIsNotTheEndWhileTheAnswerIsBegun() {
    world.provider.next(
        "a", finishes(), pauses(ofSeconds(70)), says("Hi"), finishes(), says(told()), ends());

    assertThat(text(read("{}"))).isEqualTo("Hi");
  }

  @Test
  void stopBehindWhichNothingIsEverSaidIsNoAnswer() {
    world.provider.next("a", finishes(), stalls()).next("a", says("Hi"), finishes(), ends());

    List<ChatEvent> seen = read("{}");

    assertThat(text(seen)).isEqualTo("Hi");
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void emptyAnswerEndsAtOnceWhereItsBodyDoes() {
    world.provider.next("a", finishes(), ends());

    assertThat(read("{}")).containsExactly(STOP);
    assertThat(world.time.elapsed()).isZero();
  }

  @Test
  void chunksThatSayNothingDoNotLengthenTheTail() {
    world.provider.next(
        "a",
        says("H"),
        says("i"),
        finishes(),
        pauses(ofSeconds(3)),
        finishes(),
        pauses(ofSeconds(3)),
        finishes());

    assertThat(text(read("{}"))).isEqualTo("Hi");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(5));
  }

  @Test
  void pauseOfAStreamWithStopOnEveryChunkIsNotItsEnd() {
    world.provider.next(
        "a",
        saysWithStop("Once "),
        saysWithStop("upon "),
        pauses(ofSeconds(60)),
        saysWithStop("a time"),
        says(new UsageReported(USAGE)),
        ends());

    assertThat(text(read("{}"))).isEqualTo("Once upon a time");
  }

  /** Nor is it where anything came first that says no {@code stop}. */
  @ParameterizedTest
  @FieldSource("FIRSTS")
  void stopBesideTheFirstTextOrBehindALittleIsNotTheEndWhileMoreComes(List<Action> first) {
    List<Action> actions = new ArrayList<>(first);
    actions.addAll(
        List.of(
            saysWithStop("upon "),
            pauses(ofSeconds(7)),
            saysWithStop("a time"),
            says(told()),
            ends()));
    world.provider.next("a", actions.toArray(Action[]::new));

    assertThat(text(read("{}"))).endsWith("upon a time");
    assertThat(world.provider.asked()).hasSize(1);
  }

  private static final List<List<Action>> FIRSTS =
      List.of(
          List.of(),
          List.of(thinks("Hm")),
          List.of(says("Once ")),
          List.of(thinks("Hm"), says("Once ")));

  @Test
  void answerOfTwoChoicesIsWaitedForUntilBothHaveEnded() {
    world.provider.next(
        "a",
        says("H"),
        says("i"),
        finishes(),
        pauses(ofSeconds(20)),
        says(new OtherChoice(1, new TextDelta("Hel"))),
        says(new OtherChoice(1, new TextDelta("lo"))),
        says(new OtherChoice(1, STOP)),
        stalls());

    List<ChatEvent> seen = read("{\"n\": 2}");

    assertThat(seen)
        .containsExactly(
            new TextDelta("H"),
            new TextDelta("i"),
            new OtherChoice(1, new TextDelta("Hel")),
            new OtherChoice(1, new TextDelta("lo")),
            STOP,
            new OtherChoice(1, STOP));
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(25));
  }

  /** Whoever asks for them. */
  @Test
  void choicesThatADeploymentsDefaultsAskForAreWaitedForToo() {
    World two =
        new World()
            .group("chat", d -> d.withDefaults(Json.parseObject("{\"n\": 2}")), "a")
            .retries(RetryPolicy.of(0));
    two.providers(deployment -> new AskedAllTold(two.provider));
    two.provider.next(
        "a",
        says("H"),
        says("i"),
        finishes(),
        pauses(ofSeconds(20)),
        says(new OtherChoice(1, new TextDelta("Hel"))),
        says(new OtherChoice(1, new TextDelta("lo"))),
        says(new OtherChoice(1, STOP)),
        stalls());

    assertThat(two.call(World.Mode.STREAMED).choices()).hasSize(2);
    assertThat(two.time.elapsed()).isEqualTo(ofSeconds(25));
  }

  /** As the dialects have it. */
  private record AskedAllTold(Provider provider) implements Provider {
    @Override
    public ProviderStream open(Deployment deployment, ChatRequest request, Duration connect) {
      return provider.open(deployment, request, connect);
    }

    @Override
    public VendorTerms vendorTerms(Deployment deployment, ChatRequest request) {
      return VendorFields.of(deployment, request);
    }
  }

  @Test
  void finishReasonThatComesLateIsWaitedBehindAsLongAsAnyOther() {
    world.provider.next(
        "a",
        says("Hi"),
        pauses(ofSeconds(100)),
        finishes(),
        pauses(ofSeconds(4)),
        says(told()),
        ends());

    assertThat(read("{}")).containsExactly(new TextDelta("Hi"), STOP, told());
  }

  @Test
  void answerThatHasEndedStaysOneWhenAnErrorFollows() {
    world.provider.next("a", says("H"), says("i"), finishes(), errs(Failures.serverError()));

    ChatResponse response = world.call(World.Mode.STREAMED);

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(response.finishReason()).contains(FinishReason.STOP);
  }

  @Test
  void answerCutOffByItsLimitIsNoBreak() {
    Finished length = new Finished(FinishReason.LENGTH, "length");
    world.provider.next("a", says("Hi"), says(length), breaks(Failures.connectionFailed()));

    assertThat(read("{}")).containsExactly(new TextDelta("Hi"), length);
    assertThat(world.provider.asked()).containsExactly("a");
  }

  @Test
  void whoClosesAtTheFinishReasonHasTheWholeAnswer() {
    world.provider.next("a", answer("Hi"));

    try (ChatStream stream = world.engine().stream(request("{}"), CallOptions.none())) {
      while (stream.response().finishReason().isEmpty()) {
        stream.nextChunk();
      }
    }

    assertThat(world.events.getLast().getClass().getSimpleName()).isEqualTo("CallSucceeded");
  }

  private List<ChatEvent> read(String request) {
    List<ChatEvent> seen = new ArrayList<>();
    try (ChatStream stream = world.engine().stream(request(request), CallOptions.none())) {
      stream.forEach(seen::add);
    }
    return seen.stream()
        .filter(event -> !(event instanceof UsageReported told && told.usage() != USAGE))
        .toList();
  }

  /** A call to the group of the tests, with further fields. */
  static ChatRequest request(String fields) {
    ChatRequest hello = ChatRequest.of("chat", "Hello");
    var json = hello.json().toBuilder();
    Json.parseObject(fields).forEach(json::put);
    return new ChatRequest(json.build());
  }

  private static String text(List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof TextDelta(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private static UsageReported told() {
    return new UsageReported(USAGE);
  }

  private static Action saysWithStop(String text) {
    return says(new TextDelta(text), STOP);
  }

  private static Action callsWithStop(String id, String name, String arguments) {
    return says(new ToolCallDelta(0, id, name, arguments), STOP);
  }

  /** The body ends; whether that is the answer's end is the provider's to say, as 6.1 has it. */
  private static Action ends() {
    return breaks(Failures.truncated());
  }
}
