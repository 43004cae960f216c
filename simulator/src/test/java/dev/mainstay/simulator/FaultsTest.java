package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Break;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each fault as a client sees it on the wire, streamed and plain. */
@Timeout(20)
@Execution(ExecutionMode.CONCURRENT)
final class FaultsTest {
  private static final Answer ANSWER = Answer.pieces("one", " two", " three");

  @Test
  void statusHasOpenAisErrorBodyAndBothRetryHeaders() {
    Fault fault = Fault.status(429).retryAfter(Duration.ofMillis(1200)).header("x-odd", "yes");
    try (Simulator simulator = Simulator.start(Script.always(fault))) {
      Heard heard = RawClient.askForStream(simulator);

      assertThat(heard.how()).isEqualTo(How.WHOLE);
      assertThat(heard.head()).startsWith("HTTP/1.1 429 Too Many Requests\r\n");
      assertThat(heard.header("retry-after-ms")).isEqualTo("1200");
      assertThat(heard.header("retry-after")).isEqualTo("2");
      assertThat(heard.header("x-odd")).isEqualTo("yes");
      assertThat(heard.body())
          .isEqualTo(
              """
              {"error":{"message":"Rate limit reached.","type":"requests","param":null,\
              "code":"rate_limit_exceeded"}}\
              """);
    }
  }

  @Test
  void connectionOutlivesAnError() {
    Script script = Script.builder().first(Fault.status(500)).then(ANSWER).build();
    try (Simulator simulator = Simulator.start(script);
        RawClient client = RawClient.connect(simulator)) {
      assertThat(client.post(RawClient.chat("m", "Hi", false)).hear().status()).isEqualTo(500);
      assertThat(client.post(RawClient.chat("m", "Hi", false)).hear().status()).isEqualTo(200);
      assertThat(simulator.requests())
          .extracting(ReceivedRequest::connection)
          .containsExactly(1L, 1L);
    }
  }

  @Test
  void rawAnswerIsPassedAsItIs() {
    assertThat(plain(Fault.html()).body()).startsWith("<!doctype html>");
    assertThat(plain(Fault.html()).header("content-type")).isEqualTo("text/html");
    assertThat(plain(Fault.empty()).how()).isEqualTo(How.WHOLE);
    assertThat(plain(Fault.empty()).body()).isEmpty();
    assertThat(streamed(Fault.raw(502, "text/plain", "bad")).status()).isEqualTo(502);
  }

  @Test
  void connectionBreaksBeforeTheFirstByte() {
    assertThat(streamed(Fault.reset())).isEqualTo(new Heard("", How.RESET));
    assertThat(plain(Fault.reset())).isEqualTo(new Heard("", How.RESET));
    assertThat(streamed(Fault.close())).isEqualTo(new Heard("", How.CLOSED));
    assertThat(plain(Fault.halfClose())).isEqualTo(new Heard("", How.CLOSED));
    assertThat(streamed(Fault.stall())).isEqualTo(new Heard("", How.SILENT));
    assertThat(plain(Fault.stall())).isEqualTo(new Heard("", How.SILENT));
  }

  @Test
  void garbageStandsInPlaceOfHttp() {
    Heard heard = streamed(Fault.garbage(10, 3));

    assertThat(heard.raw()).hasSize(10).doesNotStartWith("HTTP");
    assertThat(heard.how()).isEqualTo(How.CLOSED);
    assertThat(heard).isEqualTo(plain(Fault.garbage(10, 3)));
  }

  @Test
  void connectionBreaksAfterTheHead() {
    Heard reset = streamed(Fault.reset().afterHead());
    Heard stall = plain(Fault.stall().afterHead());

    assertThat(reset.status()).isEqualTo(200);
    assertThat(reset.body()).isEmpty();
    assertThat(reset.how()).isEqualTo(How.RESET);
    assertThat(stall.header("content-length")).isNotEqualTo("0");
    assertThat(stall.body()).isEmpty();
    assertThat(stall.how()).isEqualTo(How.SILENT);
  }

  @Test
  void streamBreaksAfterEvents() {
    assertThat(streamed(Fault.reset().after(0)).events()).hasSize(1);
    assertThat(streamed(Fault.reset().after(2)).text()).isEqualTo("one two");
    assertThat(streamed(Fault.reset().after(2)).how()).isEqualTo(How.RESET);
    assertThat(streamed(Fault.close().after(2)).text()).isEqualTo("one two");
    assertThat(streamed(Fault.close().after(2)).how()).isEqualTo(How.CLOSED);
    assertThat(streamed(Fault.halfClose().after(2)).how()).isEqualTo(How.CLOSED);
    assertThat(streamed(Fault.stall().after(2)).text()).isEqualTo("one two");
    assertThat(streamed(Fault.stall().after(2)).how()).isEqualTo(How.SILENT);
  }

  @Test
  void answerThatIsTooShortBreaksBeforeItsFinish() {
    Heard heard = streamed(Fault.close().after(99));

    assertThat(heard.text()).isEqualTo("one two three");
    assertThat(heard.isAnswer()).isFalse();
    Heard inside = streamed(Fault.close().inside(99));
    assertThat(inside.how()).isEqualTo(heard.how());
    assertThat(undated(inside.body())).isEqualTo(undated(heard.body()));
  }

  @Test
  void streamBreaksInsideAnEvent() {
    Heard heard = streamed(Fault.reset().inside(2));

    assertThat(heard.text()).isEqualTo("one");
    assertThat(heard.body()).contains("one").doesNotContain("two").doesNotEndWith("\n");
    assertThat(heard.how()).isEqualTo(How.RESET);
  }

  @Test
  void bodyBreaksAfterAnyNumberOfBytes() {
    int whole = streamed(ANSWER).body().length();

    for (int bytes = 0; bytes <= whole; bytes += 7) {
      Heard heard = streamed(Fault.close().afterBytes(bytes));
      assertThat(heard.body()).hasSize(bytes);
      assertThat(heard.how()).isEqualTo(How.CLOSED);
    }
    assertThat(plain(Fault.close().afterBytes(5)).body()).hasSize(5);
    assertThat(streamed(Fault.close().afterBytes(9999)).body()).hasSize(whole);
    assertThat(streamed(Fault.close().afterBytes(9999)).how()).isEqualTo(How.CLOSED);
  }

  @Test
  void plainBodyIsTruncatedAgainstItsLength() {
    Heard heard = plain(Fault.close().after(1));

    int promised = Integer.parseInt(heard.header("content-length"));
    assertThat(heard.body()).hasSize(promised / 2);
    assertThat(heard.how()).isEqualTo(How.CLOSED);
  }

  @Test
  void answerEndsProperlyWithoutFinish() {
    Heard end = streamed(Fault.end().after(1));
    Heard done = streamed(Fault.done());
    Heard plain = plain(Fault.end().after(2));

    assertThat(end.how()).isEqualTo(How.WHOLE);
    assertThat(end.text()).isEqualTo("one");
    assertThat(end.body()).doesNotContain("[DONE]");
    assertThat(done.text()).isEqualTo("one two three");
    assertThat(done.events()).endsWith("[DONE]");
    assertThat(done.isAnswer()).isFalse();
    assertThat(plain.text()).isEqualTo("one two");
    assertThat(plain.body()).contains("\"finish_reason\":null");
  }

  @Test
  void answerGoesOnAfterAStall() {
    Duration pause = Duration.ofMillis(60);

    assertThat(streamed(Fault.stall(pause)).text()).isEqualTo("one two three");
    assertThat(streamed(Fault.stall(pause).inside(2)).text()).isEqualTo("one two three");
    assertThat(streamed(Fault.stall(pause).after(2)).isAnswer()).isTrue();
    assertThat(plain(Fault.stall(pause)).text()).isEqualTo("one two three");
    assertThat(plain(Fault.stall(pause).after(2)).text()).isEqualTo("one two three");
  }

  @Test
  void keepAlivesDripForAWhileAndForEver() {
    Duration every = Duration.ofMillis(20);
    Heard while60 = streamed(Fault.drip(every, Duration.ofMillis(50)).after(1));
    Heard plain = plain(Fault.drip(every, Duration.ofMillis(50)));

    assertThat(while60.text()).isEqualTo("one two three");
    assertThat(while60.body().split(": keep-alive\n\n", -1)).hasSize(4);
    assertThat(plain.body()).startsWith("\n\n\n{");
    assertThat(plain.isAnswer()).isTrue();
    try (Simulator simulator = Simulator.start(Script.always(Fault.drip(every).of(ANSWER)));
        RawClient client = RawClient.connect(simulator)) {
      client.post(RawClient.chat("m", "Hi", true));
      String sign = "e\r\n: keep-alive\n\n\r\n";
      client.hearUntil(sign.repeat(8));
      assertThat(simulator.requests().getFirst().ending()).isEmpty();
    }
  }

  @Test
  void garbageFollowsGoodEvents() {
    Heard streamed = streamed(Fault.garbage(100, 1).after(1));
    Heard plain = plain(Fault.garbage(100, 1).after(1));

    assertThat(streamed.how()).isEqualTo(How.WHOLE);
    assertThat(streamed.text()).isEqualTo("one");
    assertThat(streamed.isAnswer()).isFalse();
    assertThat(plain.how()).isEqualTo(How.WHOLE);
    assertThat(plain.raw()).contains("{\"id\":\"chatcmpl").doesNotEndWith("}");
  }

  @Test
  void eventOfBrokenJsonStandsAmongGoodOnes() {
    Heard heard = streamed(Fault.wrongJson().after(1));

    assertThat(heard.how()).isEqualTo(How.WHOLE);
    assertThat(heard.events()).hasSize(6);
    assertThat(heard.events().get(2)).startsWith("{").doesNotEndWith("}");
    assertThat(heard.text()).isEqualTo("one three");
    assertThat(plain(Fault.wrongJson()).body()).startsWith("{").doesNotEndWith("}");
    assertThat(plain(Fault.wrongJson()).how()).isEqualTo(How.WHOLE);
  }

  @Test
  void errorStandsInTheBody() {
    ErrorBody error = ErrorBody.of("Too much", "server_error").code("busy").param("model");
    String json =
        "{\"error\":{\"message\":\"Too"
            + " much\",\"type\":\"server_error\",\"param\":\"model\",\"code\":\"busy\"}}";

    Heard first = streamed(Fault.error(error));
    Heard later = streamed(Fault.error(error).after(2));
    Heard inside = streamed(Fault.error(error).inside(2));
    Heard then = streamed(Fault.errorThenDone(error).after(2));
    Heard plain = plain(Fault.error(error));

    assertThat(first.events()).containsExactly(json);
    assertThat(later.events()).hasSize(4).endsWith(json);
    assertThat(inside.events()).hasSize(4).endsWith(json);
    assertThat(then.events()).hasSize(5).endsWith(json, "[DONE]");
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.body()).isEqualTo(json);
  }

  @Test
  void breakAfterTheFinishLosesNothing() {
    Heard heard = streamed(Fault.reset().afterFinish());
    Heard undone = streamed(Fault.close().afterFinish().of(ANSWER.withoutDone()));

    assertThat(heard.isAnswer()).isTrue();
    assertThat(heard.text()).isEqualTo("one two three");
    assertThat(heard.how()).isEqualTo(How.RESET);
    assertThat(undone.isAnswer()).isTrue();
    assertThat(undone.how()).isEqualTo(How.CLOSED);
    assertThat(plain(Fault.reset().afterFinish()).isAnswer()).isTrue();
  }

  @Test
  void interruptionThatCannotBeIsRefused() {
    assertThatThrownBy(() -> Fault.end().beforeHead())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use afterHead() or later");
    assertThatThrownBy(() -> Fault.drip(Duration.ofMillis(1)).inside(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use after(n)");
    assertThatThrownBy(() -> Fault.status(200)).hasMessageContaining("use 400 to 599");
  }

  // The second may change between two answers.
  private static String undated(String body) {
    return body.replaceAll("\"created\":\\d+", "\"created\":0");
  }

  private static Heard streamed(Reply reply) {
    try (Simulator simulator = Simulator.start(Script.always(of(reply)))) {
      return RawClient.ask(simulator, RawClient.chat("m", "Hi", true), patience(reply));
    }
  }

  private static Heard plain(Reply reply) {
    try (Simulator simulator = Simulator.start(Script.always(of(reply)))) {
      return RawClient.ask(simulator, RawClient.chat("m", "Hi", false), patience(reply));
    }
  }

  // Only what is known to end may be waited for.
  private static Duration patience(Reply reply) {
    boolean isSilent =
        reply instanceof Fault.Interrupted fault
            && fault.how().equals(new Break.Stall(Break.FOREVER));
    return isSilent ? Duration.ofMillis(500) : Duration.ofSeconds(5);
  }

  private static Reply of(Reply reply) {
    boolean isStandard =
        reply instanceof Fault.Interrupted fault && fault.answer().equals(Answer.standard());
    return isStandard ? ((Fault.Interrupted) reply).of(ANSWER) : reply;
  }
}
