package dev.mainstay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.load.LoadPlan.Asking;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoadRunTest {
  private static final Answer HELLO = Answer.pieces("Hel", "lo ", "you");

  private final EventLoops loops = EventLoops.start();
  // The one that the command sends over: Java's own may lose a head behind which the connection
  // ends at once.
  private final Transport transport = NettyTransport.on(loops);
  private Simulator simulator = Simulator.start();

  @AfterEach
  void close() {
    transport.close();
    loops.close();
    simulator.close();
  }

  @Test
  void everyUserSendsItsMessagesAndHalfAreStreamed() throws InterruptedException {
    play(Script.always(HELLO));

    LoadResult result = run(plan(5, 8));

    assertThat(result.answered()).isEqualTo(40);
    assertThat(result.failed()).isZero();
    assertThat(result.streamed()).isEqualTo(20);
    assertThat(result.whole().getTotalCount()).isEqualTo(40);
    assertThat(result.fairness()).isPresent();
    Map<String, Long> byUser =
        simulator.requests().stream()
            .collect(
                Collectors.groupingBy(
                    request -> request.chat().json().text("user").orElse(""),
                    Collectors.counting()));
    assertThat(byUser).hasSize(5).containsEntry("user-1", 8L).containsEntry("user-5", 8L);
  }

  @ParameterizedTest
  @CsvSource({
    "reset, cut off",
    "half-close, cut off",
    "end, cut off",
    "done, cut off",
    "garbage, cut off",
    "wrong-json, not an answer",
    "'error, error: 503', error in the stream"
  })
  void streamThatBreaksHasFailedAndIsToldByKind(String how, String kind)
      throws InterruptedException {
    play(Script.parse("always: [{break: " + how + ", after: 2, answer: [a, b, c, d]}]"));

    LoadResult result = run(plan(1, 2).withAsking(asking().streaming(1)));

    assertThat(result.answered()).isZero();
    assertThat(result.missed(kind)).as("%s", result.misses()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"reset, cut off", "half-close, cut off", "wrong-json, not an answer"})
  void plainAnswerThatBreaksHasFailed(String how, String kind) throws InterruptedException {
    play(Script.parse("always: [{break: " + how + ", after: head, answer: [a, b]}]"));

    LoadResult result = run(plan(1, 2).withAsking(asking().streaming(0)));

    assertThat(result.missed(kind)).as("%s", result.misses()).isEqualTo(2);
  }

  @Test
  void refusalsAreToldByTheirStatusAndWords() throws InterruptedException {
    play(
        Script.builder()
            .times(3, Fault.status(429))
            .then(Fault.status(503))
            .thenAlways(HELLO)
            .build());

    LoadResult result = run(plan(1, 6));

    assertThat(result.answered()).isEqualTo(2);
    assertThat(result.missed("HTTP 429")).isEqualTo(3);
    assertThat(result.missed("HTTP 503")).isEqualTo(1);
    assertThat(result.misses().getFirst().example()).isEqualTo("Rate limit reached.");
  }

  @Test
  void answerThatDoesNotComeInTimeHasFailed() throws InterruptedException {
    play(Script.always(Fault.stall().after(1)));

    LoadResult result =
        run(plan(1, 1).withAsking(asking().streaming(1)).withTimeout(Duration.ofMillis(200)));

    assertThat(result.missed("timed out")).isEqualTo(1);
  }

  @Test
  void textThatIsNotTheExpectedOneHasFailed() throws InterruptedException {
    play(Script.builder().first(Answer.text("Hello me")).thenAlways(HELLO).build());

    LoadResult result = run(plan(1, 4).withAsking(asking().expecting("Hello you")));

    assertThat(result.answered()).isEqualTo(3);
    assertThat(result.missed("another text")).isEqualTo(1);
  }

  @Test
  void nobodyListeningIsNoConnection() throws InterruptedException {
    simulator.crash();

    LoadResult result = run(plan(2, 1));

    assertThat(result.missed("no connection")).isEqualTo(2);
  }

  @Test
  void messagesOfARateAreDueByTheClockWhateverTheAnswers() throws InterruptedException {
    play(Script.always(HELLO.firstAfter(Duration.ofMillis(300))));

    LoadResult result = run(plan(3, 1000).withRate(100).withDuration(Duration.ofMillis(500)));

    assertThat(result.answered()).isEqualTo(50);
    // One after the other it would have taken 15 seconds.
    assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(10));
    assertThat(result.whole().getMinValue()).isGreaterThan(290_000);
  }

  @Test
  void userMayHaveSeveralMessagesUnderWay() throws InterruptedException {
    play(Script.always(Fault.stall()));
    LoadRun load = load(plan(2, 10).withParallel(4));
    Thread running = Thread.ofVirtual().unstarted(() -> runQuietly(load));
    running.start();

    List<ReceivedRequest> asked = simulator.awaitRequests(8, Duration.ofSeconds(30));
    assertThat(load.soFar().underWay()).isEqualTo(8);
    load.stop();
    running.join();

    assertThat(asked).hasSize(8);
    assertThat(simulator.requestCount()).isEqualTo(8);
  }

  @Test
  void whatIsUnderWayWhenItIsStoppedIsGivenUpAndNoFailure() throws InterruptedException {
    play(Script.builder().times(2, HELLO).thenAlways(Fault.stall()).build());
    LoadRun load = load(plan(1, 10));
    Thread stopping =
        Thread.ofVirtual()
            .unstarted(() -> {
              simulator.awaitRequests(3, Duration.ofSeconds(30));
              load.stop();
            });
    stopping.start();

    LoadResult result = load.run();

    assertThat(result.isStopped()).isTrue();
    assertThat(result.answered()).isEqualTo(2);
    assertThat(result.failed()).isZero();
    assertThat(result.givenUp()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 5})
  void loadThatIsStoppedBeforeItsUsersHaveBegunEnds(double rate) throws InterruptedException {
    LoadRun load = load(rate > 0 ? plan(3, 4).withRate(rate) : plan(3, 4));
    load.stop();

    LoadResult result = load.run();

    assertThat(result.isStopped()).isTrue();
    assertThat(result.sent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 500})
  void whatNobodyForesawIsAFailureAndEndsNothing(double rate) throws InterruptedException {
    LoadPlan plan = rate > 0 ? plan(1, 3).withRate(rate) : plan(1, 3);

    LoadResult result = new LoadRun(plan, new Buggy(), TimeSource.system()).run();

    assertThat(result.sent()).isEqualTo(3);
    assertThat(result.misses())
        .containsExactly(
            new LoadResult.Kind("unforeseen", 3, "java.lang.IllegalStateException: a bug"));
  }

  private void play(Script script) {
    simulator.play(script);
  }

  private LoadPlan plan(int users, int messages) {
    return LoadPlan.of(simulator.url(), "m", users, messages);
  }

  private static Asking asking() {
    return Asking.of("m");
  }

  private LoadResult run(LoadPlan plan) throws InterruptedException {
    return load(plan).run();
  }

  private LoadRun load(LoadPlan plan) {
    return new LoadRun(plan, transport, TimeSource.system());
  }

  private static void runQuietly(LoadRun load) {
    try {
      load.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Buggy implements Transport {
    @Override
    public Exchange open(HttpCall call) {
      throw new IllegalStateException("a bug");
    }

    @Override
    public void close() {}
  }
}
