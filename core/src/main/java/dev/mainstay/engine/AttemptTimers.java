package dev.mainstay.engine;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.stream.SemanticEnd;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The timers of one attempt. They run only while a read is outstanding, so that a caller who takes
 * its time between reads is never mistaken for a silent provider; and only output re-arms them, so
 * that keep-alives never pass for progress.
 */
final class AttemptTimers implements AutoCloseable {
  /**
   * How long the rest of a stream is waited for after its semantic end: usage, [DONE], the close.
   */
  static final Duration TAIL = Duration.ofSeconds(5);

  /** How long it is waited for where the caller asked for the usage, until that has come. */
  static final Duration USAGE_TAIL = Duration.ofSeconds(30);

  // A connection that ends after so much of it has ended by it, as proxies do with idle ones.
  private static final Duration LONG_SILENCE = Duration.ofSeconds(10);

  private final TimeSource time;
  private final AttemptLimits limits;
  private final Consumer<Failure> abort;
  private final Alarm alarm;
  private final long start;
  private final SemanticEnd end;
  private Progress progress = Progress.NONE;
  private boolean usageTold;
  private long readSince;
  // How long reads have been outstanding since the last output.
  private long silence;
  private volatile TimeoutPhase phase = TimeoutPhase.ATTEMPT;
  private volatile Duration limit = Duration.ZERO;

  /**
   * The timers of an attempt that begins now.
   *
   * @param end the answer's, which hears each chunk here
   * @param abort ends the read that is outstanding
   */
  AttemptTimers(TimeSource time, AttemptLimits limits, SemanticEnd end, Consumer<Failure> abort) {
    this.time = time;
    this.limits = limits;
    this.abort = abort;
    this.end = end;
    this.alarm = new Alarm(time, this::ring);
    this.start = time.nanos();
  }

  /** A read begins. */
  void begin() {
    readSince = time.nanos();
    boolean isTail = end.isBelieved();
    switch (progress) {
      // Some say "stop" in their first chunk or behind their thoughts, and then take their time.
      case NONE -> awaitOutput();
      case REASONING -> awaitQuiet(limits.firstToken());
      case OUTPUT -> awaitQuiet(isTail ? tail() : limits.idle());
    }
  }

  private Duration tail() {
    return limits.awaitsUsage() && !usageTold ? USAGE_TAIL : TAIL;
  }

  /** The read is over. */
  void end() {
    silence += time.nanos() - readSince;
    alarm.clear();
  }

  /** The read brought {@code chunk}, in one event with the one before it where {@code isRest}. */
  void saw(ChatChunk chunk, boolean isRest) {
    boolean wasBelieved = end.isBelieved();
    end.hear(chunk, isRest);
    if (limits.commit() == Commit.WHOLE_ANSWER) {
      return;
    }
    boolean isNews = false;
    for (ChatEvent event : chunk.events()) {
      Progress made = Progress.of(event);
      progress = made.compareTo(progress) > 0 ? made : progress;
      isNews |= made != Progress.NONE;
      usageTold |= end.isBelieved() && event instanceof ChatEvent.UsageReported;
    }
    isNews |= end.isBelieved() && !wasBelieved && progress != Progress.NONE;
    silence = isNews ? 0 : silence;
  }

  /** Whether nothing has come for longer than anybody takes between two pieces. */
  boolean isLongSilence() {
    return silence >= LONG_SILENCE.toNanos();
  }

  /** {@code failure} in the light of the silence that came before it. */
  Failure weigh(Failure failure) {
    if (!isLongSilence()) {
      return failure;
    }
    Duration lasting = Duration.ofNanos(silence);
    if (failure instanceof Failure.ConnectionFailed(FailureDetail detail)) {
      return new Failure.ConnectionFailed(detail.withSilence(lasting));
    }
    if (failure instanceof Failure.Truncated(FailureDetail detail)) {
      return new Failure.Truncated(detail.withSilence(lasting));
    }
    boolean nothingCame = failure.detail().quoted().isEmpty();
    if (nothingCame && failure instanceof Failure.MalformedAnswer(FailureDetail detail)) {
      return new Failure.MalformedAnswer(detail.withSilence(lasting));
    }
    return failure;
  }

  @Override
  public void close() {
    alarm.close();
  }

  private void awaitOutput() {
    long byAttempt = start + limits.attempt().toNanos();
    long byFirstToken = readSince + limits.firstToken().toNanos() - silence;
    long byCall =
        limits.untilOutput().isBounded()
            ? readSince + limits.untilOutput().remaining().toNanos()
            : Long.MAX_VALUE;
    if (byCall <= byAttempt && byCall <= byFirstToken) {
      await(byCall, TimeoutPhase.UNTIL_OUTPUT, limits.untilOutput().remaining());
    } else if (byAttempt < byFirstToken) {
      await(byAttempt, TimeoutPhase.ATTEMPT, limits.attempt());
    } else {
      await(byFirstToken, TimeoutPhase.FIRST_TOKEN, limits.firstToken());
    }
  }

  private void awaitQuiet(Duration limit) {
    await(readSince + limit.toNanos() - silence, TimeoutPhase.IDLE, limit);
  }

  private void await(long at, TimeoutPhase phase, Duration limit) {
    this.phase = phase;
    this.limit = limit;
    alarm.set(at);
  }

  private void ring() {
    FailureDetail detail = FailureDetail.of(describe());
    boolean isWish =
        limits.wished() && (phase == TimeoutPhase.FIRST_TOKEN || phase == TimeoutPhase.IDLE);
    abort.accept(new Failure.TimedOut(phase, isWish ? detail.withCooldown(Cooldown.NONE) : detail));
  }

  private String describe() {
    String seconds = limit.toMillis() / 1000.0 + " s";
    return switch (phase) {
      case FIRST_TOKEN -> "no output within " + seconds;
      case IDLE -> "no more output for " + seconds;
      case ATTEMPT -> "no whole answer within " + seconds;
      case UNTIL_OUTPUT -> "the call had no output in the time it may take in all";
      case CONNECT, TOTAL, PROVIDER -> phase.words() + " timeout after " + seconds;
    };
  }

  private enum Progress {
    NONE,
    REASONING,
    OUTPUT;

    static Progress of(ChatEvent event) {
      return switch (event) {
        case ChatEvent.TextDelta d -> d.isOutput() ? OUTPUT : NONE;
        case ChatEvent.RefusalDelta d -> d.isOutput() ? OUTPUT : NONE;
        case ChatEvent.ReasoningDelta d -> d.isOutput() ? REASONING : NONE;
        case ChatEvent.ToolCallDelta d -> OUTPUT;
        case ChatEvent.Finished d -> NONE;
        case ChatEvent.UsageReported d -> NONE;
        case ChatEvent.Restarted d -> NONE;
        case ChatEvent.OtherChoice d -> of(d.event());
      };
    }
  }
}
