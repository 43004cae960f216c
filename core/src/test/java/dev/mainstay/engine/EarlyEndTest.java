package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.CutAnswer;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.ScriptedTransport.Ending;
import dev.mainstay.provider.wire.SequenceTransport;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0.1 and 6.1, from the wire to the caller: an end in the same event as the first output
 * may stand on every event of a stream that breaks behind its first. It is believed for what
 * follows.
 */
@Timeout(30)
class EarlyEndTest {
  private static final CallOptions ONCE = CallOptions.none().withRetries(0);
  private static final String WORD = "Fine";
  private static final String REST = " it is, and long.";
  private static final Duration IDLE = Duration.ofSeconds(40);

  /** Of the dialects that can tell an end beside output, and in each form of one. */
  private enum Form {
    OPENAI(
        CutAnswer.OPENAI,
        "{'choices':[{'index':0,'delta':{'content':'%s'},'finish_reason':'stop'}]}",
        "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}"),
    OPENAI_WITH_USAGE(
        CutAnswer.OPENAI,
        "{'choices':[{'index':0,'delta':{'content':'%s'},'finish_reason':'stop'}],"
            + "'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}}",
        OPENAI.usage),
    OPENAI_WITH_ROLE_APART(
        CutAnswer.OPENAI,
        "{'choices':[{'index':0,'delta':{'role':'assistant'},'finish_reason':'stop'}]}\n"
            + OPENAI.event,
        OPENAI.usage),
    OPENAI_TWICE(
        CutAnswer.OPENAI,
        OPENAI.event + "\n{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}",
        OPENAI.usage),
    OPENAI_REFUSAL(CutAnswer.OPENAI, OPENAI.event.replace("content", "refusal"), OPENAI.usage),
    OPENAI_TOOL_CALL(
        CutAnswer.OPENAI,
        "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','type':'function',"
            + "'function':{'name':'f','arguments':'{}'}}]},'finish_reason':'stop'}]}",
        OPENAI.usage),
    GEMINI(
        CutAnswer.GEMINI,
        "{'candidates':[{'content':{'parts':[{'text':'%s'}]},'finishReason':'STOP'}]}",
        "{'candidates':[],'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2}}"),
    GEMINI_WITH_USAGE(
        CutAnswer.GEMINI,
        "{'candidates':[{'content':{'parts':[{'text':'%s'}]},'finishReason':'STOP'}],"
            + "'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':1}}",
        GEMINI.usage),
    GEMINI_IN_PARTS(
        CutAnswer.GEMINI,
        "{'candidates':[{'content':{'parts':[{'text':'F'},{'text':'ine'}]},"
            + "'finishReason':'STOP'}]}",
        GEMINI.usage),
    GEMINI_IN_ONE_EVENT(
        CutAnswer.GEMINI,
        "{'candidates':[{'content':{'parts':[{'text':'%s'}]}}]}"
            + "{'candidates':[{'finishReason':'STOP'}]}",
        GEMINI.usage),
    GEMINI_TOOL_CALL(
        CutAnswer.GEMINI,
        "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{}}}]},"
            + "'finishReason':'STOP'}]}",
        GEMINI.usage);

    private final CutAnswer dialect;
    private final String event;
    private final String usage;

    Form(CutAnswer dialect, String event, String usage) {
      this.dialect = dialect;
      this.event = event;
      this.usage = usage;
    }

    /** The stream of which every event tells the end, as far as its first. */
    String first() {
      return told(WORD);
    }

    private String told(String text) {
      StringBuilder body = new StringBuilder();
      event.lines().forEach(line -> body.append(data(line.replace("%s", text))));
      return body.toString();
    }

    ScriptedTransport answers(String body, Ending ending) {
      return dialect.answers(body, ending);
    }

    boolean isText() {
      return !event.contains("refusal") && !event.contains("all");
    }
  }

  private static final List<String> CUT_EVENTS = List.of("data: {\"choi", "data:", "da");
  private static final List<String> ERRORS =
      List.of(
          "data: {\"error\":{\"message\":\"x\",\"code\":503}}\n\n",
          "{\"error\":{\"message\":\"x\",\"code\":503}}");
  private static final List<Form> TEXTS = Stream.of(Form.values()).filter(Form::isText).toList();

  static Stream<Arguments> inPlaceOfTheRest() {
    return Stream.of(Form.values())
        .flatMap(form ->
            Stream.concat(CUT_EVENTS.stream(), ERRORS.stream())
                .map(rest -> Arguments.of(form, rest)));
  }

  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @EnumSource
  void breakBehindTheFirstEventIsABreak(Form form) {
    assertBreaks(form, form.first(), Ending.BROKEN);
  }

  @ParameterizedTest
  @MethodSource("inPlaceOfTheRest")
  void cutEventOrAnErrorInPlaceOfTheRestIsABreak(Form form, String rest) {
    assertBreaks(form, form.first() + rest, Ending.CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  void silenceBehindItIsABreakOnlyAfterTheTimeThatOutputMayTake(Form form) {
    ScriptedTransport silent = form.answers(form.first(), Ending.SILENT);
    try (Mainstay mainstay = mainstay(form, silent)) {
      Thread clock = Thread.ofVirtual().start(() -> passOnceSilent(silent));

      assertThatThrownBy(() -> read(mainstay))
          .isInstanceOfSatisfying(
              MainstayException.class,
              e ->
                  assertThat(e.failure())
                      .isInstanceOfSatisfying(
                          Failure.TimedOut.class,
                          late -> assertThat(late.phase()).isEqualTo(TimeoutPhase.IDLE)));
      clock.interrupt();
    }
    assertThat(time.elapsed()).isGreaterThanOrEqualTo(IDLE);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void answerThatBrokeThereIsGoneOnWith(Form form) {
    SequenceTransport wire =
        new SequenceTransport(
            form.answers(form.first(), Ending.BROKEN),
            form.answers(form.told(WORD + REST) + done(form), Ending.CLOSED));
    try (Mainstay mainstay = mainstay(form, wire);
        ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"))) {
      stream.forEach(event -> {});

      assertThat(stream.response().text())
          .isEqualTo(form == Form.GEMINI_IN_PARTS ? WORD : WORD + REST);
      assertThat(wire.calls).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENAI_WITH_ROLE_APART")
  void bodysCleanEndProvesIt(Form form) {
    assertWhole(form, form.first(), Ending.CLOSED);
    assertWhole(form, form.first() + data(form.usage), Ending.CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  void endOfAConnectionThatIsAllThatEndsTheBodyProvesNothing(Form form) {
    assertBreaks(form, form.first(), Ending.UNFRAMED);
  }

  @ParameterizedTest
  @EnumSource
  void usageBehindItMayStandBehindEveryPieceToo(Form form) {
    assertBreaks(form, form.first() + data(form.usage), Ending.BROKEN);
  }

  @ParameterizedTest
  @EnumSource(names = "OPENAI.*", mode = EnumSource.Mode.MATCH_ALL)
  void lastWordProvesIt(Form form) {
    assertWhole(form, form.first() + done(form), Ending.BROKEN);
  }

  @ParameterizedTest
  @EnumSource(names = ".*(OPENAI|GEMINI)(_WITH_USAGE)?", mode = EnumSource.Mode.MATCH_ALL)
  void endThatSaysThatItCutsIsBelieved(Form form) {
    String cut = form.first().replace("\"stop\"", "\"length\"").replace("STOP", "MAX_TOKENS");

    assertWhole(form, cut, Ending.BROKEN);
  }

  private void assertBreaks(Form form, String body, Ending ending) {
    try (Mainstay mainstay = mainstay(form, form.answers(body, ending))) {
      assertThatThrownBy(() -> read(mainstay))
          .isInstanceOf(form.isText() ? MidStreamException.class : MainstayException.class);
    }
  }

  private void assertWhole(Form form, String body, Ending ending) {
    try (Mainstay mainstay = mainstay(form, form.answers(body, ending))) {
      assertThat(read(mainstay)).isEqualTo(form.isText() ? WORD : "");
    }
  }

  private static String read(Mainstay mainstay) {
    try (ChatStream stream = mainstay.stream(ChatRequest.of("g", "Hi"), ONCE)) {
      stream.forEach(event -> {});
      return stream.response().text();
    }
  }

  private void passOnceSilent(ScriptedTransport wire) {
    try {
      wire.silence.await();
      time.advance(IDLE.minusNanos(1));
      time.advance(Duration.ofHours(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String done(Form form) {
    return form.dialect == CutAnswer.OPENAI ? "data: [DONE]\n\n" : "";
  }

  private static String data(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  private Mainstay mainstay(Form form, Transport wire) {
    return Mainstay.builder()
        .provider(form.dialect.providerName(), form.dialect.provider(wire, time))
        .group("g", form.dialect.deployment())
        .timeouts(Timeouts.defaults().withStream(IDLE))
        .time(time)
        .build();
  }
}
