package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Failure.TimedOut;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.gate.Permit;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.stream.Bulk;
import dev.mainstay.stream.SemanticEnd;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one attempt: the provider's stream, read under its timers, and given on through its
 * stages. The request goes out with the first read.
 */
final class AttemptAnswer implements AutoCloseable {
  private static final ChatEvent BEGUN_ANEW = new ChatEvent.Restarted();
  private static final int MIB = 1024 * 1024;

  private final ProviderStream upstream;
  private final AttemptTimers timers;
  private final Stages stages;
  private final Permit permit;
  private final boolean refusesSilence;
  private final SemanticEnd semanticEnd;
  private final ReadyChunks ready;
  private @Nullable Step last;
  private boolean said;
  private boolean outputTold;
  private boolean limitsTold;
  private boolean filtered;
  private boolean closed;

  /**
   * The answer that {@code upstream} gives.
   *
   * @param stages what its chunks go through before they are given on
   * @param ready those that have gone through all of them
   * @param permit its leave to be under way, given back at the end
   * @param refusesSilence whether an answer in which a safety system left nothing is a failure,
   *     because there is somewhere else to ask
   * @param end its semantic end, as its timers hear it
   */
  AttemptAnswer(
      ProviderStream upstream,
      AttemptTimers timers,
      Stages stages,
      ReadyChunks ready,
      Permit permit,
      boolean refusesSilence,
      SemanticEnd end) {
    this.upstream = upstream;
    this.timers = timers;
    this.stages = stages;
    this.ready = ready;
    this.permit = permit;
    this.refusesSilence = refusesSilence;
    this.semanticEnd = end;
  }

  /**
   * Reads until {@code commit} is reached, or gives the failure that came before it; an interrupt
   * is one as well.
   */
  Optional<Failure> reach(Commit commit) {
    try {
      while (last == null && !isReached(commit)) {
        read();
        tellFirstOutput(commit);
        refuseTooMuch(commit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = new Broken(Ends.interrupted());
    }
    return last instanceof Broken(Failure failure) && !isReached(commit)
        ? Optional.of(failure)
        : Optional.empty();
  }

  /** The next step that the caller may see. */
  Step next() throws InterruptedException {
    while (ready.isEmpty() && last == null) {
      read();
    }
    ChatChunk chunk = ready.poll();
    return chunk != null ? new Next(chunk) : lastStep();
  }

  /** Whether there is a chunk or the end that the caller may see, without waiting for it. */
  boolean isReady() throws InterruptedException {
    while (ready.isEmpty() && last == null) {
      Optional<Step> step = upstream.poll();
      if (step.isEmpty()) {
        return false;
      }
      hear(step.get());
    }
    return !ready.isEmpty() || last instanceof End;
  }

  /** From any thread: ends the read that is outstanding, and all that come, by {@code cause}. */
  void abort(Failure cause) {
    upstream.abort(cause);
  }

  /** It is what {@code stop} ends from now on. */
  void isReadUnder(Stop stop) {
    stop.reads(upstream);
  }

  /** About how many tokens it has given that have not gone out. */
  long estimatedTokensHeld() {
    return stages.estimatedTokensHeld();
  }

  /** It failed, before its commit or after; lets go of it. */
  void failed(Failure failure) {
    try {
      permit.failed(failure);
    } finally {
      close();
    }
  }

  /** It is whole; lets go of it. */
  void succeeded(Optional<Usage> usage) {
    try {
      permit.succeeded(usage);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      timers.close();
    } finally {
      closeUpstream();
    }
  }

  // The provider's code may throw: its place is given back all the same.
  private void closeUpstream() {
    try {
      upstream.close();
    } finally {
      permit.close();
    }
  }

  private boolean isReached(Commit commit) {
    return switch (commit) {
      case WHOLE_ANSWER -> last instanceof End;
      case FIRST_OUTPUT -> last instanceof End || ready.isVisible();
    };
  }

  // It is the deployment's doing, whoever sees it. A plain answer comes whole: how long it takes
  // tells nothing of a first token.
  private void tellFirstOutput(Commit commit) {
    if (commit == Commit.FIRST_OUTPUT
        && !outputTold
        && (ready.hasOutput() || last instanceof End)) {
      outputTold = true;
      permit.committed();
    }
  }

  // A plain answer is kept whole, as long as the wire lets it be.
  private void refuseTooMuch(Commit commit) {
    if (commit == Commit.FIRST_OUTPUT && last == null && ready.isTooMuch()) {
      ready.clear();
      last = new Broken(saidNothing());
    }
  }

  private static Failure saidNothing() {
    return new Failure.MalformedAnswer(
        FailureDetail.of(
            "the stream had sent over "
                + Bulk.MOST / MIB
                + " MiB and not yet any text, reasoning or tool call"));
  }

  private void read() throws InterruptedException {
    hear(readStep());
  }

  private void hear(Step step) {
    switch (step) {
      case Next(ChatChunk chunk) -> {
        timers.saw(chunk, upstream.isOfSameEvent());
        for (ChatEvent event : chunk.events()) {
          note(event);
        }
        if (chunk.events().contains(BEGUN_ANEW)) {
          last = new Broken(begunAnew());
        } else {
          take(chunk);
        }
      }
      case End end -> end();
      case Broken(Failure failure) -> breakOff(timers.weigh(failure));
    }
  }

  /**
   * Whether it has said something and told its end: nothing after that takes it back, and another
   * attempt would only tell it twice.
   */
  boolean isAnswered() {
    return said && semanticEnd.isBelieved();
  }

  private void breakOff(Failure failure) {
    if (isAnswered() || isProvenBySilence(failure)) {
      end();
    } else {
      last = new Broken(failure);
    }
  }

  // Who says stop on every piece does not fall silent for so long behind one of several.
  private boolean isProvenBySilence(Failure failure) {
    return said
        && failure instanceof TimedOut(TimeoutPhase phase, FailureDetail detail)
        && phase == TimeoutPhase.IDLE
        && timers.isLongSilence()
        && semanticEnd.isBelievedOfEndedBody();
  }

  private void note(ChatEvent event) {
    said |= event.isOutput();
    filtered |=
        event instanceof Finished(FinishReason reason, String word)
            && reason == FinishReason.CONTENT_FILTER;
  }

  // A proxy that asked again, unseen: what it tells from here on is another answer.
  private static Failure begunAnew() {
    return new Failure.Truncated(
        FailureDetail.of("the stream began its answer anew before it had ended"));
  }

  private boolean isSilenced() {
    return refusesSilence && filtered && !said;
  }

  private static Failure silenced() {
    return new Failure.ContentPolicyViolation(
        FailureDetail.of("the provider's content filter left nothing of the answer"));
  }

  private Step readStep() throws InterruptedException {
    timers.begin();
    try {
      permit.goesOut();
      Step step = upstream.next();
      tellLimits();
      return step;
    } catch (InterruptedException e) {
      if (!isAnswered()) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return new End();
    } finally {
      timers.end();
    }
  }

  // With the answer's head, before what its outcome teaches.
  private void tellLimits() {
    if (!limitsTold) {
      limitsTold = true;
      permit.told(upstream.toldLimits());
    }
  }

  private void take(ChatChunk chunk) {
    stages.add(chunk, ready);
    if (stages.failure().isPresent() || stages.isOver()) {
      conclude();
    }
  }

  private void end() {
    stages.end(ready);
    conclude();
  }

  private void conclude() {
    Optional<Failure> failure = stages.failure();
    Step whole = isSilenced() ? new Broken(silenced()) : new End();
    last = failure.<Step>map(Broken::new).orElse(whole);
  }

  private Step lastStep() {
    if (last == null) {
      throw new IllegalStateException("there is no end yet");
    }
    return last;
  }
}
