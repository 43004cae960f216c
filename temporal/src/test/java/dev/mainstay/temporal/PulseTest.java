package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DURABLE 1 and 3: beats that are told to end their call, and beats that cannot be told. */
class PulseTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  // Whoever waits before it interrupts is counted as one who waits, for however long.
  @Test
  void beatThatIsToldOfACancellationInterruptsTheCallBeforeItReturnsAndWaitsForNothing() {
    interruptedByOneBeat();
    long before = waits();

    boolean interrupted = interruptedByOneBeat();

    assertThat(interrupted).isTrue();
    assertThat(waits() - before).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsAskedWhereTemporalCannotBeToldOfTheAttempt(RetryOwner owner) {
    ChatRequest question = ChatRequest.of("chat", "Hello");
    List<String> ends = new ArrayList<>();
    ScriptedProvider provider = new ScriptedProvider(new HeldTime());
    provider.always("a", answer("Hi"));
    ChatTask task = ChatTask.of(question, CallPolicy.defaults().withOwner(owner));

    try (Mainstay mainstay = mainstay(provider);
        ActivityCall call = new ActivityCall(WorkerSettings.of(mainstay), away(), task)) {
      assertThatThrownBy(() -> call.run(() -> mainstay.chat(call.chatCall(question)), ends::add))
          .isInstanceOf(ActivityCompletionFailureException.class);
    }

    assertThat(provider.asked()).isEmpty();
    assertThat(ends).isEmpty();
  }

  @Test
  void nothingIsChangedWhereTemporalCannotBeToldOfIt() {
    List<String> done = new ArrayList<>();
    ChatTask task = ChatTask.of(ChatRequest.of("chat", "Hello"), CallPolicy.defaults());

    try (Mainstay mainstay = mainstay(new ScriptedProvider(new HeldTime()));
        ActivityCall call = new ActivityCall(WorkerSettings.of(mainstay), away(), task)) {
      assertThatThrownBy(() -> call.run(() -> ordered(call, done), kind -> {}))
          .isInstanceOf(ActivityCompletionFailureException.class);
    }

    assertThat(done).isEmpty();
  }

  // As the SDK has it: whoever beats once its worker was shut down at once is refused.
  @Test
  void callThatFailsOnAWorkerThatIsShutDownFailsByItsOwnKind() {
    ChatRequest question = ChatRequest.of("chat", "Hello");
    ScriptedProvider provider = new ScriptedProvider(new HeldTime());
    provider.always("a", breaks(new Failure.ServerError(FailureDetail.of("down"))));
    ChatTask task = ChatTask.of(question, CallPolicy.defaults().withNumRetries(0));
    ActivityExecutionContext shutDown =
        context(
            name -> null,
            () -> {
              throw new RejectedExecutionException("shut down");
            });

    try (Mainstay mainstay = mainstay(provider);
        ActivityCall call = new ActivityCall(WorkerSettings.of(mainstay), shutDown, task)) {
      assertThatThrownBy(() -> call.run(() -> mainstay.chat(call.chatCall(question)), kind -> {}))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failed -> {
                assertThat(failed.getOriginalMessage()).startsWith("the call failed with");
                assertThat(failed.isNonRetryable()).isFalse();
              });
    }
  }

  // As a program does before a tool that changes something.
  private static String ordered(ActivityCall call, List<String> done) {
    call.acts();
    done.add("ordered");
    return "ordered";
  }

  private static Mainstay mainstay(ScriptedProvider provider) {
    return Mainstay.builder()
        .group("chat", Deployment.of("scripted/a"))
        .provider("scripted", provider)
        .build();
  }

  // As the SDK has it: an activity's own heartbeat says nothing of a server that is away.
  private static ActivityExecutionContext away() {
    return context(
        name -> {
          throw new ActivityCompletionFailureException(new IllegalStateException("away"));
        },
        () -> {});
  }

  private static ActivityExecutionContext context(
      Function<String, @Nullable Object> told, Runnable onBeat) {
    ActivityCompletionClient completion = stub(ActivityCompletionClient.class, told);
    WorkflowClient client = stub(WorkflowClient.class, name -> completion);
    ActivityInfo info =
        stub(
            ActivityInfo.class,
            name ->
                switch (name) {
                  case "getAttempt" -> 1;
                  case "getStartedTimestamp", "getScheduledTimestamp" -> 0L;
                  case "getActivityTaskQueue" -> "calls";
                  default -> Duration.ZERO;
                });
    return stub(
        ActivityExecutionContext.class,
        name ->
            switch (name) {
              case "getInfo" -> info;
              case "getLastHeartbeatDetails" -> Optional.empty();
              case "getWorkflowClient" -> client;
              case "getTaskToken" -> new byte[0];
              case "heartbeat" -> {
                onBeat.run();
                yield null;
              }
              default -> null;
            });
  }

  private static <T> T stub(Class<T> type, Function<String, @Nullable Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            PulseTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.apply(method.getName())));
  }

  private static boolean interruptedByOneBeat() {
    try (Interruption call = new Interruption();
        Pulse pulse =
            new Pulse(cancelled(), CallProgress::none, TimeSource.system(), call::interrupt)) {
      pulse.tick();
      return Thread.interrupted();
    }
  }

  private static long waits() {
    return THREADS.getThreadInfo(Thread.currentThread().threadId()).getWaitedCount();
  }

  private static ActivityExecutionContext cancelled() {
    return stub(
        ActivityExecutionContext.class,
        name -> {
          throw new ActivityCanceledException();
        });
  }
}
