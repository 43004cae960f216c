package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The body of an error that is not read to its end: it breaks off, never comes, or the attempt ends
 * meanwhile.
 */
class ErrorBodyTest {
  @Test
  void statusWhoseBodyBreaksOffStillTells() {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{\"error\":{\"mess", "Retry-After", "3")
            .ending(ScriptedTransport.Ending.BROKEN);

    Failure failure = Asking.over(transport).plain().failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.RateLimited.class);
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
  }

  @Test
  void statusWhoseBodyNeverComesTellsAfterFiveSeconds() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{", "Retry-After", "1")
            .ending(ScriptedTransport.Ending.SILENT);
    Asking asking = Asking.over(transport);
    FutureTask<Failure> reading = new FutureTask<>(() -> asking.plain().failure.orElseThrow());
    Thread.ofVirtual().start(reading);
    transport.silence.await();

    asking.time.advance(Duration.ofMillis(4_999));
    assertThat(transport.log).isEmpty();
    asking.time.advance(Duration.ofMillis(1));

    assertThat(reading.get()).isInstanceOf(Failure.RateLimited.class);
    assertThat(reading.get().retryAfter()).hasValue(Duration.ofSeconds(1));
    assertThat(transport.log).contains("aborted");
  }

  /** In place of an answer, with a status that tells nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pageWhoseRestNeverComesIsMalformedAfterFiveSeconds(boolean isStream) throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, " \n<html><title>Sign in</title>")
            .ending(ScriptedTransport.Ending.SILENT);
    Asking asking = Asking.over(transport);
    FutureTask<Failure> reading =
        new FutureTask<>(() -> (isStream ? asking.stream() : asking.plain()).failure.orElseThrow());
    Thread.ofVirtual().start(reading);
    transport.silence.await();

    asking.time.advance(Duration.ofMillis(4_999));
    assertThat(transport.log).isEmpty();
    asking.time.advance(Duration.ofMillis(1));

    assertThat(reading.get()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(reading.get().message()).isEqualTo("a page came in place of an answer");
    assertThat(reading.get().detail().quoted())
        .hasValue("the provider sent an HTML page, \"Sign in\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{"})
  void answerThatBreaksOffIsToldAsThat(String begun) {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, begun).ending(ScriptedTransport.Ending.BROKEN);

    assertThat(Asking.over(transport).plain().failure.orElseThrow())
        .isInstanceOf(Failure.ConnectionFailed.class);
  }

  @Test
  void attemptThatEndsFromOutsideWhileItsErrorIsReadIsToldAsThat() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{").ending(ScriptedTransport.Ending.SILENT);
    ProviderStream attempt = Asking.over(transport).open("{'messages':[]}");
    FutureTask<Step> reading = new FutureTask<>(attempt::next);
    Thread.ofVirtual().start(reading);
    transport.silence.await();
    Failure left = new Failure.Cancelled(FailureDetail.of("the caller left"));

    attempt.abort(left);

    assertThat(reading.get()).isEqualTo(new ProviderStream.Broken(left));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: error\ndata: %s\n\n",
        "data:%s",
        ": sorry\n\nid: 1\r\nevent:error\r\ndata: %s\r\n\r\ndata: [DONE]\r\n\r\n",
      })
  void errorThatComesAsAnEventWithItsStatusIsRead(String framing) {
    String error = "{\"error\":{\"message\":\"spent\",\"code\":\"insufficient_quota\"}}";

    Failure failure =
        Asking.over(
                ScriptedTransport.answering(
                    429, framing.formatted(error), "content-type", "text/event-stream"))
            .plain()
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.QuotaExceeded.class);
    assertThat(failure.message()).isEqualTo("spent");
  }
}
