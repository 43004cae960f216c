package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.ServerErrorException;
import dev.mainstay.engine.Failures;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.Deadline;
import dev.mainstay.time.ManualTime;
import dev.mainstay.tool.ToolAnswer;
import dev.mainstay.tool.Toolbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The async face: the same calls on threads of their own. */
@Timeout(20)
class AsyncTest {
  record Nothing() {}

  private static final ChatRequest REQUEST = ChatRequest.of("scripted/m", "Hello");
  private static final ChatResponse OWN = new Accumulator().response(CallMetadata.of("own", "own"));
  private static final Finished FINISHED = new Finished(FinishReason.STOP, "stop");

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Silent silent = new Silent();
  private final Mainstay mainstay =
      Mainstay.builder()
          .provider("scripted", provider)
          .provider("silent", silent)
          .time(time)
          .environment(Map.of())
          .build();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void futureGivesTheAnswerAfterRetries() throws Exception {
    provider.next("m", breaks(Failures.serverError())).next("m", answer("Hi"));

    ChatResponse response = mainstay.chatAsync(REQUEST).get();

    assertThat(response.text()).isEqualTo("Hi");
  }

  @Test
  void futureAndPublisherTakeWhatOneCallWantsOtherwise() throws Exception {
    ChatCall once = ChatCall.of(REQUEST).withBudget(CallBudget.of(1, Deadline.never()));
    provider.next("m", breaks(Failures.serverError()));
    Probe probe = new Probe();

    CompletableFuture<ChatResponse> future = mainstay.chatAsync(once);
    assertThatThrownBy(future::get).hasCauseInstanceOf(ServerErrorException.class);
    mainstay.publisher(once).subscribe(probe);
    probe.subscription().request(1);

    assertThat(probe.signals.take()).isInstanceOf(MainstayException.class);
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void futureOfACallWithToolsGivesTheAnswerOfItsLastRound() throws Exception {
    provider.next("m", calls(0, "c1", "word", "{}"), finishes()).next("m", answer("Sea."));
    Toolbox tools = Toolbox.builder().tool("word", "a word", Nothing.class, none -> "sea").build();

    ToolAnswer answer = mainstay.chatAsync(ChatCall.of(REQUEST), tools).get();

    assertThat(answer.text()).isEqualTo("Sea.");
    assertThat(answer.calls()).hasSize(2);
  }

  @Test
  void futureFailsWithWhatTheCallWouldThrow() {
    provider.next("m", breaks(Failures.quota()));

    assertThatThrownBy(() -> mainstay.chatAsync(REQUEST).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MainstayException.class, e -> assertThat(e.failure()).isEqualTo(Failures.quota()));
  }

  @Test
  void cancellingTheFutureEndsTheCall() throws Exception {
    CompletableFuture<ChatResponse> future =
        mainstay.chatAsync(ChatRequest.of("silent/m", "Hello"));
    silent.asked.await();

    future.cancel(true);

    assertThat(silent.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Every way in which somebody else than the call completes its future. */
  enum Completion {
    CANCEL(future -> future.cancel(false)),
    COMPLETE(future -> future.complete(OWN)),
    COMPLETE_EXCEPTIONALLY(future -> future.completeExceptionally(new IOException("enough"))),
    COMPLETE_ASYNC(future -> future.completeAsync(() -> OWN)),
    OBTRUDE(future -> future.obtrudeValue(OWN)),
    OR_TIMEOUT(future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
    COMPLETE_ON_TIMEOUT(future -> future.completeOnTimeout(OWN, 1, TimeUnit.MILLISECONDS));

    private final Consumer<CompletableFuture<ChatResponse>> way;

    Completion(Consumer<CompletableFuture<ChatResponse>> way) {
      this.way = way;
    }
  }

  @ParameterizedTest
  @EnumSource(Completion.class)
  void futureThatSomebodyElseCompletesEndsTheCall(Completion completion) throws Exception {
    CompletableFuture<ChatResponse> future =
        mainstay.chatAsync(ChatRequest.of("silent/m", "Hello"));
    silent.asked.await();

    completion.way.accept(future);

    assertThat(silent.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(future.handle((answer, failure) -> answer == OWN || !isOfCall(failure)).get())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Completion.class,
      names = {"COMPLETE_ASYNC", "OBTRUDE"},
      mode = EnumSource.Mode.EXCLUDE)
  void callEndsBeforeThoseWhoWaitForItsFutureGoOn(Completion completion) throws Exception {
    CompletableFuture<ChatResponse> future =
        mainstay.chatAsync(ChatRequest.of("silent/m", "Hello"));
    silent.asked.await();
    CompletableFuture<Boolean> ended =
        future.handle((answer, failure) -> silent.isClosedWithin(10));

    completion.way.accept(future);

    assertThat(ended.get()).isTrue();
  }

  private static boolean isOfCall(Throwable failure) {
    return failure instanceof MainstayException || failure.getCause() instanceof MainstayException;
  }

  @Test
  void publisherGivesAsManyEventsAsAreAskedFor() throws Exception {
    provider.next("m", says("He"), says("llo"), says("!"), ScriptedProvider.finishes());
    Probe probe = new Probe();

    mainstay.publisher(REQUEST).subscribe(probe);
    probe.subscription().request(2);

    assertThat(probe.signals.take()).isEqualTo(new TextDelta("He"));
    assertThat(probe.signals.take()).isEqualTo(new TextDelta("llo"));
    assertThat(probe.signals).isEmpty();
    probe.subscription().request(Long.MAX_VALUE);
    assertThat(probe.signals.take()).isEqualTo(new TextDelta("!"));
    assertThat(probe.signals.take()).isEqualTo(FINISHED);
    assertThat(probe.signals.take()).isEqualTo("complete");
  }

  @Test
  void publisherMakesACallForEachSubscriberAndNoneBeforeItAsks() throws Exception {
    provider.next("m", answer("one")).next("m", answer("two"));
    Flow.Publisher<ChatEvent> publisher = mainstay.publisher(REQUEST);

    Probe first = new Probe();
    publisher.subscribe(first);
    assertThat(provider.asked()).isEmpty();
    first.subscription().request(9);
    assertThat(first.signals.take()).isEqualTo(new TextDelta("one"));
    Probe second = new Probe();
    publisher.subscribe(second);
    second.subscription().request(9);

    assertThat(second.signals.take()).isEqualTo(new TextDelta("two"));
  }

  @Test
  void publisherEndsWithTheErrorOfABrokenStream() throws Exception {
    provider.next("m", says("He"), breaks(Failures.badRequest()));
    Probe probe = new Probe();

    mainstay.publisher(REQUEST).subscribe(probe);
    probe.subscription().request(9);

    assertThat(probe.signals.take()).isEqualTo(new TextDelta("He"));
    assertThat(probe.signals.take())
        .isInstanceOfSatisfying(
            MainstayException.class,
            e -> assertThat(e.partial().orElseThrow().text()).isEqualTo("He"));
  }

  @Test
  void cancellingTheSubscriptionEndsTheCallAndTheSignals() throws Exception {
    Probe probe = new Probe();
    mainstay.publisher(ChatRequest.of("silent/m", "Hello")).subscribe(probe);
    probe.subscription().request(9);
    silent.asked.await();

    probe.subscription().cancel();

    assertThat(silent.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(probe.signals).isEmpty();
  }

  @Test
  void askingForNothingIsAnError() throws Exception {
    Probe probe = new Probe();
    mainstay.publisher(REQUEST).subscribe(probe);

    probe.subscription().request(0);

    assertThat(probe.signals.take()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void askingForNothingIsAnErrorAlsoWhileTheProviderIsSilent() throws Exception {
    Probe probe = new Probe();
    mainstay.publisher(ChatRequest.of("silent/m", "Hello")).subscribe(probe);
    probe.subscription().request(9);
    silent.asked.await();

    probe.subscription().request(0);

    assertThat(probe.signals.take()).isInstanceOf(IllegalArgumentException.class);
    assertThat(silent.closed.await(10, TimeUnit.SECONDS)).isTrue();
    probe.subscription().request(-1);
    assertThat(probe.signals).isEmpty();
  }

  @Test
  void askingForNothingOnTheWayIsTheOnlyError() throws Exception {
    provider.next("m", says("He"), says("llo"), ScriptedProvider.finishes());
    Probe probe =
        new Probe() {
          @Override
          public void onNext(ChatEvent event) {
            super.onNext(event);
            subscription().request(0);
            subscription().request(0);
          }
        };

    mainstay.publisher(REQUEST).subscribe(probe);
    probe.subscription().request(9);

    assertThat(probe.signals.take()).isEqualTo(new TextDelta("He"));
    assertThat(probe.signals.take()).isInstanceOf(IllegalArgumentException.class);
    assertThat(probe.signals).isEmpty();
    assertThat(provider.open()).isZero();
  }

  @Test
  void subscriberThatCancelsInItsLastSignalIsNotInterruptedThere() throws Exception {
    provider.next("m", says("Hello"), ScriptedProvider.finishes());
    Probe probe =
        new Probe() {
          @Override
          public void onComplete() {
            subscription().cancel();
            signals.add(Thread.currentThread().isInterrupted());
          }
        };

    mainstay.publisher(REQUEST).subscribe(probe);
    probe.subscription().request(9);

    Object last = probe.signals.take();
    while (last instanceof ChatEvent) {
      last = probe.signals.take();
    }
    assertThat(last).isEqualTo(false);
  }

  @Test
  void errorThatIsNoExceptionReachesTheSubscriberToo() throws Exception {
    Probe probe = new Probe();

    // Nothing is scripted, and the provider says so by an Error.
    mainstay.publisher(REQUEST).subscribe(probe);
    probe.subscription().request(9);

    assertThat(probe.signals.take()).isInstanceOf(AssertionError.class);
  }

  private static class Probe implements Flow.Subscriber<ChatEvent> {
    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    Flow.Subscription subscription() {
      return subscription.join();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription.complete(subscription);
    }

    @Override
    public void onNext(ChatEvent event) {
      signals.add(event);
    }

    @Override
    public void onError(Throwable throwable) {
      signals.add(throwable);
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }
  }

  /** A provider that says nothing, in real time, until it is interrupted. */
  private static final class Silent implements Provider {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    boolean isClosedWithin(int seconds) {
      try {
        return closed.await(seconds, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public ProviderStream open(
        Deployment deployment, ChatRequest request, Duration connectTimeout) {
      return new ProviderStream() {
        @Override
        public Step next() throws InterruptedException {
          asked.countDown();
          new CountDownLatch(1).await();
          return new End();
        }

        @Override
        public void abort(Failure cause) {}

        @Override
        public void close() {
          closed.countDown();
        }
      };
    }
  }
}
