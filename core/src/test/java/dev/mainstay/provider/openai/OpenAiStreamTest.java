package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.events;
import static dev.mainstay.provider.openai.Asking.finish;
import static dev.mainstay.provider.openai.Asking.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends from outside: aborted, interrupted, closed, or left hanging. */
@Timeout(20)
class OpenAiStreamTest {
  private static final String STREAM = "{'messages':[],'stream':true}";
  private static final Failure IDLE =
      new Failure.TimedOut(TimeoutPhase.IDLE, FailureDetail.of("silent"));
  private static final Failure LEFT = new Failure.Cancelled(FailureDetail.of("the caller left"));

  @Test
  void blockedReadIsWokenAndBrokenByTheCause() throws Exception {
    ScriptedTransport transport = silentAfter(events(text("a")));
    ProviderStream stream = Asking.over(transport).open(STREAM);
    FutureTask<Step> read = inThread(() -> readPastTheFirst(stream));

    transport.silence.await();
    stream.abort(IDLE);
    stream.abort(LEFT);

    assertThat(read.get()).isEqualTo(new Broken(IDLE));
    assertThat(stream.next()).isEqualTo(new Broken(IDLE));
  }

  @Test
  void abortBeforeTheFirstReadIsTheOnlyThingThatHappens() throws Exception {
    ScriptedTransport transport = ScriptedTransport.streaming(events(text("a"), finish("stop")));
    ProviderStream stream = Asking.over(transport).open(STREAM);

    stream.abort(LEFT);

    assertThat(stream.next()).isEqualTo(new Broken(LEFT));
    assertThat(transport.calls).isEmpty();
  }

  @Test
  void abortBetweenReadsHidesWhatHadArrived() throws Exception {
    ProviderStream stream =
        Asking.over(ScriptedTransport.streaming(events(text("a"), text("b"), finish("stop"))))
            .open(STREAM);
    assertThat(stream.next()).isInstanceOf(Next.class);

    stream.abort(LEFT);

    assertThat(stream.next()).isEqualTo(new Broken(LEFT));
  }

  @Test
  void abortAfterTheSemanticEndDoesNoHarm() throws Exception {
    ProviderStream stream =
        Asking.over(silentAfter(events(text("a"), text("b"), finish("stop")))).open(STREAM);
    stream.next();
    stream.next();
    stream.next();

    stream.abort(IDLE);

    assertThat(stream.next()).isEqualTo(new End());
  }

  @Test
  void abortAfterAnErrorBehindTheSemanticEndMakesNoSuccessOfIt() throws Exception {
    String error = "{'choices':[],'error':'broke','usage':{'prompt_tokens':1}}";
    ProviderStream stream =
        Asking.over(ScriptedTransport.streaming(events(finish("stop"), error))).open(STREAM);
    stream.next();
    stream.next();

    stream.abort(LEFT);

    assertThat(stream.next()).isEqualTo(new Broken(LEFT));
  }

  @Test
  void answerWhoseTailIsGivenUpIsWholeAllTheSame() throws Exception {
    ScriptedTransport transport = silentAfter(events(text("a"), text("b"), finish("stop")));
    ProviderStream stream = Asking.over(transport).open(STREAM);
    FutureTask<Heard> read = inThread(() -> Heard.from(stream));

    transport.silence.await();
    stream.abort(new Failure.TimedOut(TimeoutPhase.IDLE, FailureDetail.of("the tail is over")));

    assertThat(read.get().isSuccess()).isTrue();
  }

  @Test
  void afterDoneTheEndIsToldAtOnceAndOnlyClosingWaitsBriefly() throws Exception {
    ScriptedTransport transport = silentAfter(events(text("a"), finish("stop"), "[DONE]"));
    Asking asking = Asking.over(transport);
    ProviderStream stream = asking.open(STREAM);
    stream.next();
    stream.next();
    assertThat(stream.next()).isEqualTo(new End());
    FutureTask<Boolean> closing =
        inThread(() -> {
          stream.close();
          return true;
        });

    transport.silence.await();
    asking.time.advance(Duration.ofMillis(100));

    assertThat(closing.get()).isTrue();
    assertThat(transport.log).containsExactly("aborted", "closed");
  }

  @Test
  void connectionCanBeUsedAgainAfterAWholeStream() {
    ScriptedTransport transport =
        ScriptedTransport.streaming(events(text("a"), finish("stop"), "[DONE]"));
    Asking asking = Asking.over(transport);

    asking.stream();

    assertThat(transport.log).containsExactly("closed, reusable");
    assertThat(asking.time.pendingTimers()).isZero();
  }

  @Test
  void connectionCanBeUsedAgainAfterAnError() {
    ScriptedTransport transport = ScriptedTransport.answering(429, "{\"error\":\"x\"}");

    Asking.over(transport).stream();

    assertThat(transport.log).containsExactly("closed, reusable");
  }

  @Test
  void closingBeforeTheEndGivesUpTheConnection() throws Exception {
    ScriptedTransport transport = ScriptedTransport.streaming(events(text("a"), finish("stop")));
    ProviderStream stream = Asking.over(transport).open(STREAM);
    stream.next();

    stream.close();
    stream.close();

    assertThat(transport.log).containsExactly("closed");
  }

  @Test
  void interruptedReaderGetsAnInterruptionAndTheExchangeIsAborted() throws Exception {
    ScriptedTransport transport = silentAfter(events(text("a")));
    ProviderStream stream = Asking.over(transport).open(STREAM);
    stream.next();

    Thread.currentThread().interrupt();

    assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(transport.log).containsExactly("aborted");
    assertThat(stream.next())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> assertThat(broken.failure()).isInstanceOf(Failure.Cancelled.class));
  }

  @Test
  void plainCallIsAbortedLikewise() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(200, "{").ending(ScriptedTransport.Ending.SILENT);
    ProviderStream stream = Asking.over(transport).open("{'messages':[]}");
    FutureTask<Step> read = inThread(stream::next);

    transport.silence.await();
    stream.abort(IDLE);

    assertThat(read.get()).isEqualTo(new Broken(IDLE));
  }

  @Test
  void abortWhileAnErrorIsReadIsTheAbortAndNotTheError() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(500, "{").ending(ScriptedTransport.Ending.SILENT);
    ProviderStream stream = Asking.over(transport).open("{'messages':[]}");
    FutureTask<Step> read = inThread(stream::next);

    transport.silence.await();
    stream.abort(LEFT);

    assertThat(read.get()).isEqualTo(new Broken(LEFT));
  }

  private static Step readPastTheFirst(ProviderStream stream) throws InterruptedException {
    assertThat(stream.next()).isInstanceOf(Next.class);
    return stream.next();
  }

  private static ScriptedTransport silentAfter(String body) {
    return ScriptedTransport.streaming(body).ending(ScriptedTransport.Ending.SILENT);
  }

  private static <T> FutureTask<T> inThread(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
