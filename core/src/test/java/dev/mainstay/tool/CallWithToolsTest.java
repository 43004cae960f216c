package dev.mainstay.tool;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.ServerErrorException;
import dev.mainstay.engine.Failures;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one call wants otherwise holds for each round of its tools. */
class CallWithToolsTest {
  record Nothing() {}

  record Place(String name) {}

  private static final String BEGUN = "Once upon a time there was a harbour ";

  private final ScriptedProvider provider = new ScriptedProvider(new ManualTime());
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(new ManualTime())
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .build();
  private final ChatCall call = ChatCall.of(ChatRequest.of("chat", "A word?"));
  private final Toolbox tools =
      Toolbox.builder().tool("word", "a word", Nothing.class, none -> "sea").build();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void budgetIsOneOverAllRounds() {
    provider.next("m", callsTheTool()).next("m", breaks(Failures.serverError()));

    assertThatThrownBy(
            () -> mainstay.chat(call.withBudget(CallBudget.of(2, Deadline.never())), tools))
        .isInstanceOf(ServerErrorException.class);

    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void answerIsReadAsARecord() {
    provider.next("m", callsTheTool()).next("m", answer("{\"name\":\"harbour\"}"));

    assertThat(mainstay.chat(call, tools).as(Place.class)).isEqualTo(new Place("harbour"));
  }

  @Test
  void wishesHoldInEachRound() {
    CallOptions once = CallOptions.none().withRetries(0);
    provider.next("m", callsTheTool()).next("m", breaks(Failures.serverError()));

    assertThatThrownBy(() -> mainstay.chat(call.withOptions(once), tools))
        .isInstanceOf(ServerErrorException.class);

    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void eachRoundIsRendered() {
    ChatCall rendered =
        call.withRendering((request, deployment) ->
            Rendered.of(request.with(Message.user("in " + deployment.model()))));
    provider.next("m", callsTheTool()).next("m", answer("Sea."));

    mainstay.chat(rendered, tools);

    assertThat(provider.requests())
        .extracting(request -> request.messages().getLast().text())
        .containsExactly("in m", "in m");
  }

  @Test
  void streamTakesThemToo() {
    provider.next("m", callsTheTool()).next("m", breaks(Failures.serverError()));

    try (ToolStream stream =
        mainstay.stream(call.withBudget(CallBudget.of(2, Deadline.never())), tools)) {
      assertThatThrownBy(() -> stream.forEach(event -> {}))
          .isInstanceOf(ServerErrorException.class);
    }
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void eachRoundOfAStreamTellsItsUsageOnce() {
    ChatEvent first = used(1);
    ChatEvent second = used(2);
    provider
        .next("m", says(used(0)), callsTheTool()[0], says(first))
        .next("m", says(used(0)), says("Sea."), finishes(), says(second));

    try (ToolStream stream = mainstay.stream(call, tools)) {
      assertThat(stream).filteredOn(UsageReported.class::isInstance).containsExactly(first, second);
      assertThat(stream.answer().response().text()).isEqualTo("Sea.");
    }
  }

  private static ChatEvent used(int tokens) {
    return new UsageReported(
        new Usage(0, tokens, tokens, OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void answerThatIsGoneOnWithIsTheFirstRounds() {
    provider
        .next("m", says(BEGUN), breaks(Failures.serverError()))
        .next("m", says(BEGUN + "Let me look."), callsTheTool()[0])
        .next("m", answer("Sea."));
    DeliveredAnswer begun;
    try (ChatStream stream = mainstay.stream(call.withRecovery(RecoveryPolicy.FAIL))) {
      assertThat(stream.nextChunk()).isPresent();
      begun = stream.delivered();
    }

    ToolAnswer answer = mainstay.chat(call.resumedFrom(begun), tools);

    assertThat(answer.text()).isEqualTo("Sea.");
    assertThat(provider.requests().getLast().messages())
        .extracting(Message::text)
        .containsExactly("A word?", BEGUN + "Let me look.", "sea");
  }

  @Test
  void callThatAsksSomethingElseGoesOnWithNothing() {
    provider.next("m", says(BEGUN), breaks(Failures.serverError()));
    ChatRequest other = ChatRequest.of("chat", "Another?");
    ChatCall resumed;
    try (ChatStream stream = mainstay.stream(call.withRecovery(RecoveryPolicy.FAIL))) {
      assertThat(stream.nextChunk()).isPresent();
      resumed = call.withRecovery(RecoveryPolicy.FAIL).resumedFrom(stream.delivered());
    }

    ChatCall asked = resumed.withRequest(other);

    assertThat(asked.request()).isEqualTo(other);
    assertThat(asked.recovery()).hasValue(RecoveryPolicy.FAIL);
    assertThat(asked.begun()).isEmpty();
  }

  private static Action[] callsTheTool() {
    return new Action[] {
      says(
          new ToolCallDelta(0, "c1", "word", "{}"),
          new Finished(FinishReason.TOOL_CALLS, "tool_calls"))
    };
  }
}
