package dev.mainstay.temporal;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.policy.WaitingRoom;
import dev.mainstay.temporal.sink.FencedException;
import dev.mainstay.temporal.sink.SinkException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an activity at a call: what came before it, what it may do, and what Temporal is
 * told of its end. For the activity's thread; its heart beats on another.
 */
final class ActivityCall implements AutoCloseable {
  private static final Duration SHUTDOWN_DELAY = Duration.ofSeconds(1);
  private static final Duration WAY_BACK = Duration.ofSeconds(1);

  private final WorkerSettings settings;
  private final ActivityExecutionContext context;
  private final ChatTask task;
  private final int calls;
  private final boolean goesOn;
  private final CallProgress before;
  private final Interruption interruption = new Interruption();
  private final Pulse pulse;
  private final long began;
  // A program's calls and tools may run on several threads.
  private final AtomicReference<CallProgress> now;
  private volatile boolean seated = true;
  private long resumedAt = -1;

  ActivityCall(WorkerSettings settings, ActivityExecutionContext context, ChatTask task) {
    this(settings, context, task, 1, true);
  }

  /** An attempt at a program, of {@code calls} calls at most, which begins anew each time. */
  static ActivityCall ofProgram(
      WorkerSettings settings, ActivityExecutionContext context, ChatTask task, int calls) {
    return new ActivityCall(settings, context, task, calls, false);
  }

  private ActivityCall(
      WorkerSettings settings,
      ActivityExecutionContext context,
      ChatTask task,
      int calls,
      boolean goesOn) {
    this.calls = calls;
    this.goesOn = goesOn;
    this.settings = settings;
    this.context = context;
    this.task = task;
    this.before = context.getLastHeartbeatDetails(CallProgress.class).orElse(CallProgress.none());
    this.now = new AtomicReference<>(before);
    this.began = settings.time().nanos();
    this.pulse = new Pulse(context, now::get, settings.time(), interruption::interrupt);
  }

  /** Which attempt of which activity it is. */
  ActivityInfo info() {
    return context.getInfo();
  }

  /** What earlier attempts have come to. */
  CallProgress before() {
    return before;
  }

  /**
   * Runs {@code work}, with a beating heart.
   *
   * @param onEnd is told the kind of a failure that is the call's end; what it throws changes
   *     nothing about that
   * @throws ApplicationFailure if it fails; by what is not a failure of ours, for good
   * @throws ActivityCompletionException if Temporal ends it
   */
  <T> T run(Supplier<T> work, Consumer<String> onEnd) {
    try {
      refuseTwoOwners();
      refuseSpent();
      pulse.start();
      return work.get();
    } catch (FencedException shutOut) {
      throw shutOut;
    } catch (SinkException failed) {
      throw endedBySink(failed, onEnd);
    } catch (MainstayException failed) {
      throw ended(failed, "the call failed with " + FailureJson.words(failed.failure()), onEnd);
    } catch (ActivityCompletionException end) {
      interruption.close();
      throw endedByTemporal(end, onEnd);
    } catch (ApplicationFailure refused) {
      if (refused.isNonRetryable() || !comesBack(refused.getNextRetryDelay())) {
        tellEnd(refused.getType(), onEnd, refused);
      }
      throw refused;
    } catch (RuntimeException | Error other) {
      throw endedOtherwise(other, onEnd);
    }
  }

  /**
   * Tells {@code onEnd} the kind of {@code end}; what it throws is told by its type, beside that.
   */
  static void tellEnd(String kind, Consumer<String> onEnd, RuntimeException end) {
    try {
      onEnd.accept(kind);
    } catch (RuntimeException | Error notTold) {
      end.addSuppressed(
          new SinkException("the sink was not told, by " + notTold.getClass().getName()));
    }
  }

  // By a tool, a program, a sink or whatever else is a user's: the same would come of it again.
  private RuntimeException endedOtherwise(Throwable other, Consumer<String> onEnd) {
    if (pulse.end().isEmpty() && !isOfInterrupt(other)) {
      pulse.close();
      ApplicationFailure told = DurableFailures.unexpected(other);
      tellEnd(told.getType(), onEnd, told);
      return told;
    }
    Failure stopped = new Failure.Cancelled(FailureDetail.of("the worker was interrupted"));
    return ended(exception(stopped), "the worker was interrupted", onEnd);
  }

  // As by a worker that shuts down: another goes on.
  private static boolean isOfInterrupt(Throwable thrown) {
    Set<Throwable> seen = new HashSet<>();
    Throwable cause = thrown;
    while (cause != null && seen.add(cause) && !(cause instanceof InterruptedException)) {
      cause = cause.getCause();
    }
    return Thread.currentThread().isInterrupted() || cause instanceof InterruptedException;
  }

  private static MainstayException exception(Failure failure) {
    return MainstayException.of(failure, MetadataJson.nothing(), Optional.empty(), List.of());
  }

  // A pass, also where it could not even be opened and nobody was asked.
  private RuntimeException endedBySink(SinkException failed, Consumer<String> onEnd) {
    now.updateAndGet(known -> known.withCounts(before.passes() + 1, known.attempts()));
    String why = "the sink failed with " + failed.getClass().getSimpleName();
    MainstayException end = exception(new Failure.ConnectionFailed(FailureDetail.of(why)));
    end.initCause(failed);
    return ended(end, why, onEnd);
  }

  private RuntimeException ended(MainstayException failed, String why, Consumer<String> onEnd) {
    interruption.close();
    if (pulse.end().isPresent()) {
      return endedByTemporal(pulse.end().get(), onEnd);
    }
    failed.delivered().filter(begun -> goesOn).ifPresent(this::delivered);
    if (failed.failure() instanceof Failure.MalformedAnswer && now.get().position() == resumedAt) {
      now.updateAndGet(known -> known.withAnew(true));
    }
    CallProgress reached = now.get();
    Optional<Duration> next = next(failed, reached);
    ApplicationFailure told = DurableFailures.toTemporal(failed, why, reached, next);
    try {
      pulse.beat();
    } catch (ActivityCompletionException end) {
      return endedByTemporal(end, onEnd);
    }
    if (next.isEmpty()) {
      tellEnd(failed.failure().kind(), onEnd, told);
    }
    pulse.close();
    return told;
  }

  private Optional<Duration> next(MainstayException failed, CallProgress reached) {
    if (reached.acted()) {
      return Optional.empty();
    }
    Optional<Duration> next =
        failed.failure() instanceof Failure.Cancelled
            ? Optional.of(SHUTDOWN_DELAY)
            : new NextPass(task.policy(), retries(options()), most(), settings.random())
                .after(
                    failed,
                    reached,
                    reached.attempts() > before.attempts(),
                    seated,
                    info().getAttempt());
    return next.filter(this::comesBack);
  }

  // Where Temporal would end the call in place of that wait, the end is ours, and readers know it.
  private boolean comesBack(@Nullable Duration wait) {
    int most = task.temporalAttempts();
    boolean mayAgain = most == 0 || info().getAttempt() < most;
    return mayAgain && (wait == null || wait.compareTo(remaining()) < 0);
  }

  private RuntimeException endedByTemporal(
      ActivityCompletionException end, Consumer<String> onEnd) {
    if (Aftermath.isNothing(end, context)) {
      tellEnd("Cancelled", onEnd, end);
    }
    return end;
  }

  private void refuseTwoOwners() {
    Optional<String> conflict = Ownership.conflict(task, settings.owner(), retries(options()));
    if (conflict.isPresent()) {
      throw DurableFailures.refusal(new Failure.BadRequest(FailureDetail.of(conflict.get())));
    }
  }

  // Passes that ended with their worker are counted like any other.
  private void refuseSpent() {
    if (before.acted()) {
      throw DurableFailures.refusal(
          new Failure.ConnectionFailed(
              FailureDetail.of(
                  "the worker was gone after a tool had run that changes something; it is not run"
                      + " again")));
    }
    boolean spent =
        switch (task.policy().owner()) {
          case TEMPORAL -> before.passes() >= task.policy().passes();
          case MAINSTAY -> before.attempts() >= most();
        };
    if (spent) {
      String words = "no worker lived to the end of the call, after " + before;
      throw DurableFailures.refusal(new Failure.ConnectionFailed(FailureDetail.of(words)));
    }
  }

  // Where Mainstay owns the retries: over all attempts of the activity.
  private int most() {
    return calls * (1 + task.policy().numRetries());
  }

  /** The request as its worker makes it. */
  ChatCall chatCall(ChatRequest request) {
    return ChatCall.of(request).withOptions(options()).withBudget(budget());
  }

  /** What all calls of this attempt together may use; each of their attempts is counted. */
  CallBudget budget() {
    CallBudget whole = settings.mainstay().budget(task.request().model(), options());
    int used = task.policy().owner() == RetryOwner.MAINSTAY ? before.attempts() : 0;
    return CallBudget.of(Math.max(1, calls * whole.maxAttempts() - used), whole.deadline())
        .telling(this::begins);
  }

  // Told before anything is sent: who dies from here on has made this attempt. Where Temporal
  // cannot be told, nobody is asked.
  private void begins(int attempt) {
    now.updateAndGet(known -> known.withCounts(before.passes() + 1, before.attempts() + attempt));
    pulse.beatThrough();
  }

  /** A tool that changes something runs next: whatever fails from here on is the end. */
  void acts() {
    now.updateAndGet(CallProgress::withActed);
    pulse.beatThrough();
  }

  /**
   * The answer goes on at {@code position}; whether from there, or anew since that failed before.
   */
  boolean resumesAt(long position) {
    resumedAt = position;
    return before.anew();
  }

  /** What has come of the answer so far; told by the next beat. */
  void delivered(DeliveredAnswer answer) {
    int position = answer.text().length();
    boolean kept = task.sink().isEmpty() && PayloadLimits.fitsHeartbeat(answer.json());
    DeliveredAnswer told = kept ? answer : withoutWords(answer);
    now.updateAndGet(known -> known.withAnswer(position, told));
  }

  private static DeliveredAnswer withoutWords(DeliveredAnswer answer) {
    return new DeliveredAnswer(answer.json().without(Set.of("message")));
  }

  private CallOptions options() {
    return options(CallOptions.none());
  }

  /** {@code own} as they are for a call of this attempt: who retries, and for how long. */
  CallOptions options(CallOptions own) {
    CallPolicy policy = task.policy();
    CallOptions options = own.withTimeout(remaining());
    return switch (policy.owner()) {
      case TEMPORAL ->
          options.withRetries(policy.numRetries()).withWaitLimits(waits(Duration.ZERO));
      case MAINSTAY ->
          options
              .withRetries(
                  calls > 1
                      ? policy.numRetries()
                      : Math.max(0, policy.numRetries() - before.attempts()))
              .withWaitLimits(waits(policy.handOver()));
    };
  }

  private WaitLimits waits(Duration beforeRetry) {
    WaitingRoom room = settings.slots().waiting(info().getActivityTaskQueue());
    return new WaitLimits(inAttempt(beforeRetry), inAttempt(task.policy().handOver()))
        .withRoom(room.telling(() -> seated = false));
  }

  private RetryPolicy retries(CallOptions options) {
    return settings.mainstay().retries(task.request().model(), options);
  }

  // By the server's clock up to this attempt: it may be another than ours. What is left of it for
  // the way back makes the end ours, with its story, and not Temporal's.
  private Duration remaining() {
    Duration earlier =
        Duration.ofMillis(info().getStartedTimestamp() - info().getScheduledTimestamp());
    Duration left = left(task.deadline(info())).minus(earlier);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  // What would outlast the attempt is not waited for in it.
  private Duration inAttempt(Duration wait) {
    Duration whole = info().getStartToCloseTimeout();
    Duration left = whole.isPositive() ? left(whole) : wait;
    return left.isPositive() ? shorter(left, wait) : Duration.ZERO;
  }

  private Duration left(Duration whole) {
    Duration back = shorter(whole.dividedBy(20), WAY_BACK);
    return whole.minus(settings.time().since(began)).minus(back);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    pulse.close();
    interruption.close();
  }
}
