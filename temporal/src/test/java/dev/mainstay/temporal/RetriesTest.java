package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import com.google.protobuf.TextFormat;
import dev.mainstay.call.AuthenticationException;
import dev.mainstay.call.BadRequestException;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.RateLimitException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.temporal.sink.SinkEvent;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DURABLE 1: one owner of retries, whichever it is, plain calls as streamed ones. */
@Timeout(60)
class RetriesTest {
  private static final CallPolicy TEMPORAL = CallPolicy.defaults();
  private static final CallPolicy MAINSTAY = TEMPORAL.withOwner(RetryOwner.MAINSTAY);

  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void callIsAnswered(Ask.Mode mode) {
    world.provider.always("a", answer("Because of Rayleigh."));

    assertThat(world.start().ask(mode, TEMPORAL)).isEqualTo("Because of Rayleigh.");
    assertThat(world.provider.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void temporalMakesItsPassesAndNoMoreWithNoWaitInTheWorker(Ask.Mode mode) {
    world.provider.always("a", breaks(serverError()));
    List<Duration> delays = world.start().delays();

    MainstayException failed = world.fail(mode, TEMPORAL);

    assertThat(failed.failure()).isInstanceOf(Failure.ServerError.class);
    assertThat(failed.failure().detail().status()).hasValue(500);
    assertThat(world.provider.asked()).hasSize(3);
    assertThat(delays).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(world.waits().get(0)).isGreaterThanOrEqualTo(1_000);
    assertThat(world.waits().get(1)).isGreaterThanOrEqualTo(2_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void passAsksEveryDeploymentOnceAndFallsBack(Ask.Mode mode) {
    anew(
        new DurableWorld(
            builder ->
                builder
                    .group("chat", Deployment.of("scripted/b"))
                    .group("backup", Deployment.of("scripted/c"))
                    .fallback("chat", "backup"),
            worker -> worker));
    for (String model : List.of("a", "b", "c")) {
      world.provider.always(model, breaks(serverError()));
    }

    world.start().fail(mode, TEMPORAL.withPasses(2));

    assertThat(world.provider.asked()).hasSize(6);
    assertThat(world.provider.asked().subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void passAsksInEachGroupAsOftenAsNumRetriesSaysAndTenTimesInAll(Ask.Mode mode) {
    anew(
        new DurableWorld(
            builder ->
                builder
                    .group("chat", fourMore("a"))
                    .group("second", fourMore("b"))
                    .group("third", fourMore("c"))
                    .fallback("chat", "second", "third"),
            worker -> worker));
    for (String group : List.of("a", "b", "c")) {
      for (String number : List.of("", "1", "2", "3", "4")) {
        world.provider.always(group + number, breaks(serverError()));
      }
    }

    world.start().fail(mode, TEMPORAL.withPasses(1));

    assertThat(world.provider.asked())
        .doesNotHaveDuplicates()
        .extracting(model -> model.charAt(0))
        .containsExactly('a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c', 'c');
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void mainstayRetriesInEachGroupWhereItOwnsTheRetries(Ask.Mode mode) {
    anew(withFallback());
    world.provider.always("a", breaks(serverError())).always("b", breaks(serverError()));

    WorkflowStub run = world.start().begin(mode, MAINSTAY);

    assertThat(world.failure(run).failure()).isInstanceOf(Failure.ServerError.class);
    assertThat(world.provider.asked()).containsExactly("a", "a", "a", "a", "b", "b", "b", "b");
    assertThat(world.attempts(run)).containsExactly(1);
  }

  // Two of three attempts are made, so that there is one for each group once more.
  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void handedBackCallThatHasAttemptsLeftAsksItsFallbackAgain(Ask.Mode mode) {
    anew(withFallback());
    world
        .provider
        .always("a", breaks(rateLimited(Duration.ofSeconds(20))))
        .always("b", breaks(rateLimited(Duration.ofSeconds(20))));

    world.start().fail(mode, MAINSTAY.withNumRetries(2));

    assertThat(world.provider.asked()).containsExactly("a", "b", "a", "b");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void nextAttemptIsNotBeforeTheProvidersHint(Ask.Mode mode) {
    world.provider.next("a", breaks(rateLimited(Duration.ofSeconds(90)))).always("a", answer("Hi"));
    List<Duration> delays = world.start().delays();

    assertThat(world.ask(mode, TEMPORAL)).isEqualTo("Hi");

    assertThat(world.provider.asked()).hasSize(2);
    assertThat(delays)
        .singleElement(DURATION)
        .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
    assertThat(world.waits().getFirst()).isGreaterThanOrEqualTo(90_000);
    world.keep("hint-" + mode);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void wrongKeyIsAskedOnceAndFailsByItsType(Ask.Mode mode) {
    world.provider.always("a", breaks(unauthenticated()));

    MainstayException failed = world.start().fail(mode, TEMPORAL);

    assertThat(failed).isInstanceOf(AuthenticationException.class);
    assertThat(failed.requestId()).hasValue("req_1");
    assertThat(world.provider.asked()).hasSize(1);
    world.keep("wrong-key-" + mode);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void mainstayRetriesInTheWorkerWhereItOwnsTheRetries(Ask.Mode mode) {
    List<Duration> waits = new CopyOnWriteArrayList<>();
    anew(
        new DurableWorld(
            builder ->
                builder
                    .backoff(Backoff.defaults().withMaxDelay(Duration.ZERO))
                    .listener(event -> {
                      if (event instanceof CallEvent.Waiting waiting) {
                        waits.add(waiting.delay());
                      }
                    }),
            worker -> worker));
    world.provider.always("a", breaks(serverError()));

    WorkflowStub run = world.start().begin(mode, MAINSTAY);

    assertThat(world.failure(run).failure()).isInstanceOf(Failure.ServerError.class);
    assertThat(world.provider.asked()).hasSize(4);
    assertThat(world.attempts(run)).containsExactly(1);
    assertThat(waits).hasSize(3).containsOnly(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void mainstayWaitsInTheWorkerWhereTheWaitIsShort(Ask.Mode mode) {
    world.provider.next("a", breaks(rateLimited(Duration.ofMillis(300)))).always("a", answer("Hi"));

    WorkflowStub run = world.start().begin(mode, MAINSTAY);

    assertThat(run.getResult(String.class)).isEqualTo("Hi");
    assertThat(world.attempts(run)).containsExactly(1);
    assertThat(world.waits().getFirst()).isGreaterThan(290);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void mainstayHandsLongWaitsToTemporalAndCountsItsRetriesOverThem(Ask.Mode mode) {
    world.provider.always("a", breaks(rateLimited(Duration.ofSeconds(20))));
    List<Duration> delays = world.start().delays();

    MainstayException failed = world.fail(mode, MAINSTAY);

    assertThat(failed).isInstanceOf(RateLimitException.class);
    assertThat(world.provider.asked()).hasSize(4);
    assertThat(delays)
        .hasSize(3)
        .allSatisfy(
            delay -> assertThat(delay).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(23)));
    assertThat(world.waits()).hasSize(3).allMatch(wait -> wait >= 20_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void tenHandBacksInARowLoseNoCall(Ask.Mode mode) {
    for (int i = 0; i < 10; i++) {
      world.provider.next("a", breaks(rateLimited(Duration.ofSeconds(30))));
    }
    world.provider.always("a", answer("At last"));

    assertThat(world.start().ask(mode, MAINSTAY.withNumRetries(10))).isEqualTo("At last");
    assertThat(world.provider.asked()).hasSize(11);
    world.keep("ten-hand-backs-" + mode);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void waitBeyondTheDeadlineIsNotBegun(Ask.Mode mode) throws Exception {
    world.provider.always("a", breaks(rateLimited(Duration.ofMinutes(5))));

    WorkflowStub run = world.start().begin(mode, TEMPORAL.withDeadline(Duration.ofMinutes(2)));

    assertThat(world.failure(run)).isInstanceOf(RateLimitException.class);
    assertThat(world.provider.asked()).hasSize(1);
    assertIsOver(run, mode == Ask.Mode.STREAMED);
  }

  @ParameterizedTest
  @EnumSource(names = {"TWICE", "STREAMED_TWICE"})
  void lastAttemptThatTemporalMayMakeIsTheCallsEnd(Ask.Mode mode) throws Exception {
    world.provider.always("a", breaks(rateLimited(Duration.ofSeconds(20))));

    WorkflowStub run = world.start().begin(mode, TEMPORAL);

    assertThat(world.failure(run)).isInstanceOf(RateLimitException.class);
    assertThat(world.provider.asked()).hasSize(2);
    assertIsOver(run, mode == Ask.Mode.STREAMED_TWICE);
  }

  // By the worker's word, which its readers have heard, and not by what Temporal makes of it.
  private void assertIsOver(WorkflowStub run, boolean isRead) throws InterruptedException {
    assertThat(world.events(run).getEventsList())
        .filteredOn(HistoryEvent::hasActivityTaskFailedEventAttributes)
        .singleElement()
        .extracting(event ->
            event
                .getActivityTaskFailedEventAttributes()
                .getFailure()
                .getApplicationFailureInfo()
                .getNonRetryable())
        .isEqualTo(true);
    assertThat(world.told())
        .isEqualTo(isRead ? List.of(new SinkEvent.Failed("RateLimited")) : List.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void workerThatInsistsOnMainstayRefusesTemporalsRetriesWithTheSum(Ask.Mode mode) {
    anew(new DurableWorld(builder -> builder, w -> w.withOwner(RetryOwner.MAINSTAY)));

    MainstayException failed = world.start().fail(mode, TEMPORAL);

    assertThat(failed).isInstanceOf(BadRequestException.class);
    assertThat(failed.failure().message())
        .isEqualTo(
            "Temporal (CallPolicy.passes = 3) and Mainstay (retries = 3, CallPolicy.owner = TEMPORAL,"
                + " and the worker is set to the other owner) would both retry: up to 3 x 4 = 12"
                + " attempts at the provider for one call, and as many in each fallback; set CallPolicy.owner and"
                + " DurableWorker.withOwner to the same");
    assertThat(world.provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void workerThatInsistsOnTemporalRefusesMainstaysRetries(Ask.Mode mode) {
    anew(new DurableWorld(builder -> builder, w -> w.withOwner(RetryOwner.TEMPORAL)));

    MainstayException failed = world.start().fail(mode, MAINSTAY);

    assertThat(failed).isInstanceOf(BadRequestException.class);
    assertThat(failed.failure().message())
        .contains("CallPolicy.owner = MAINSTAY", "3 x 4 = 12", "DurableWorker.withOwner");
    assertThat(world.provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void neitherPromptNorAnswerNorKeyIsInAFailedHistorysFailures(Ask.Mode mode) {
    world.provider.always(
        "a",
        breaks(
            new Failure.ServerError(
                FailureDetail.of("sorry about: the secret question, sk-secret-key")
                    .withQuoted("the secret answer")
                    .withStatus(500))));
    world.start();
    WorkflowStub run = world.begin(mode, TEMPORAL);
    assertThat(catchFailure(run)).doesNotContain("secret");

    // As text, and not as JSON, where payloads are in base64.
    History history = world.events(run);
    assertThat(failures(history)).contains("ServerError", "attempts").doesNotContain("secret");
    assertThat(TextFormat.printer().printToString(history))
        .contains("the secret question")
        .doesNotContain("sk-secret-key")
        .doesNotContain("secret answer");
  }

  private static String failures(History history) {
    StringBuilder all = new StringBuilder();
    for (HistoryEvent event : history.getEventsList()) {
      for (io.temporal.api.failure.v1.Failure failure :
          List.of(
              event.getActivityTaskStartedEventAttributes().getLastFailure(),
              event.getActivityTaskFailedEventAttributes().getFailure(),
              event.getWorkflowExecutionFailedEventAttributes().getFailure())) {
        all.append(TextFormat.printer().printToString(failure));
      }
    }
    return all.toString();
  }

  static String catchFailure(WorkflowStub run) {
    try {
      return run.getResult(String.class);
    } catch (RuntimeException e) {
      StringBuilder all = new StringBuilder();
      for (Throwable t = e; t != null; t = t.getCause()) {
        all.append(t).append('\n');
      }
      return all.toString();
    }
  }

  private static Deployment[] fourMore(String group) {
    return IntStream.rangeClosed(1, 4)
        .mapToObj(i -> Deployment.of("scripted/" + group + i))
        .toArray(Deployment[]::new);
  }

  private static DurableWorld withFallback() {
    return new DurableWorld(
        builder ->
            builder
                .backoff(Backoff.defaults().withMaxDelay(Duration.ZERO))
                .group("backup", Deployment.of("scripted/b"))
                .fallback("chat", "backup"),
        worker -> worker);
  }

  private void anew(DurableWorld other) {
    world.close();
    world = other;
  }

  private static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("it broke").withStatus(500));
  }

  private static Failure rateLimited(Duration hint) {
    return new Failure.RateLimited(
        FailureDetail.of("slow down").withStatus(429).withRetryAfter(hint));
  }

  private static Failure unauthenticated() {
    return new Failure.Unauthenticated(
        FailureDetail.of("wrong key").withStatus(401).withRequestId("req_1"));
  }
}
