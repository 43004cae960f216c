package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallLogTest {
  private static final Attempt.Outcome SUCCEEDED = new Attempt.Outcome.Succeeded();

  private final Captured terminal = new Captured();
  private final CallLog log =
      new CallLog(terminal.terminal().err(), () -> "12:00:00", story -> story.retryCount() > 0);

  @Test
  void callThatWentWellIsNotWorthALine() {
    log.onEvent(new CallEvent.CallStarted("c1", "chat", true));
    log.onEvent(new CallEvent.CallSucceeded("c1", story(SUCCEEDED)));

    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void callThatWasRetriedIsALine() {
    Failure busy = new Failure.RateLimited(FailureDetail.of("busy"));

    log.onEvent(new CallEvent.CallSucceeded("c1", story(failed(busy), SUCCEEDED)));

    assertThat(terminal.err())
        .isEqualTo(
            "12:00:00 answered c1: openai/gpt-4o, 2 attempts (RateLimited, Succeeded), 1.5 s\n");
  }

  @Test
  void callThatFailedIsALineWithTheReasonHoweverManyLinesThatHas() {
    Failure failure = new Failure.BadRequest(FailureDetail.of("This is\nwrong."));

    log.onEvent(new CallEvent.CallFailed("c1", failure, story(failed(failure))));

    assertThat(terminal.err())
        .isEqualTo(
            "12:00:00 failed c1: This is wrong.; openai/gpt-4o, 1 attempt (BadRequest), 1.5 s\n");
  }

  @Test
  void providersWordsAboutARequestAreInNoLine() {
    Failure failure =
        new Failure.BadRequest(
            FailureDetail.of("")
                .withMessageForCaller("Invalid value: 'MY PROMPT'")
                .withStatus(400)
                .withRequestId("req_1"));

    log.onEvent(new CallEvent.CallFailed("c1", failure, story(failed(failure))));

    assertThat(terminal.err())
        .isEqualTo(
            "12:00:00 failed c1: HTTP 400, request req_1; the message is for that call's"
                + " caller alone; openai/gpt-4o, 1 attempt (BadRequest), 1.5 s\n");
  }

  @Test
  void nothingThatATerminalObeysIsWritten() {
    Failure failure =
        new Failure.BadRequest(FailureDetail.of("a\u001b[2Jb\u0085c\u2028d\u202ee\u009b1mf\b"));

    log.onEvent(new CallEvent.CallFailed("c1", failure, story(failed(failure))));

    assertThat(terminal.err()).startsWith("12:00:00 failed c1: a [2Jb c d e 1mf ; openai/gpt-4o");
  }

  @Test
  void callerThatLeftIsLoggedAs499() {
    Failure left = new Failure.Cancelled(FailureDetail.of("the caller left"));

    log.onEvent(new CallEvent.CallFailed("c1", left, story(failed(left))));

    assertThat(terminal.err()).contains("499 caller left", "c1").doesNotContain("failed");
  }

  private static Attempt.Outcome failed(Failure failure) {
    return new Attempt.Outcome.Failed(failure);
  }

  private static CallMetadata story(Attempt.Outcome... outcomes) {
    List<Attempt> attempts =
        Stream.of(outcomes)
            .map(outcome ->
                new Attempt(
                    "openai/gpt-4o",
                    "chat",
                    Instant.EPOCH,
                    Duration.ofMillis(500),
                    outcome,
                    Duration.ZERO,
                    Optional.empty()))
            .toList();
    return new CallMetadata(
        "c1",
        "chat",
        Optional.of("openai/gpt-4o"),
        attempts,
        List.of(),
        List.of(),
        OptionalDouble.empty(),
        Duration.ofMillis(1500),
        Duration.ZERO);
  }
}
