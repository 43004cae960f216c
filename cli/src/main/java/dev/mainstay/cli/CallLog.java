package dev.mainstay.cli;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.CallSummary;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.config.words.Remedies;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A gateway's log: a line for each call that failed, and for each answer that is worth one. */
final class CallLog implements CallListener {
  private static final Pattern UNFIT =
      Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", Pattern.UNICODE_CHARACTER_CLASS);

  private final Screen screen;
  private final Supplier<String> clock;
  private final Predicate<CallMetadata> isWorthALine;
  private final ReentrantLock lock = new ReentrantLock();

  /** A log on {@code screen} whose lines begin with what {@code clock} says. */
  CallLog(Screen screen, Supplier<String> clock, Predicate<CallMetadata> isWorthALine) {
    this.isWorthALine = isWorthALine;
    this.screen = screen;
    this.clock = clock;
  }

  @Override
  public void onEvent(CallEvent event) {
    switch (event) {
      case CallEvent.CallSucceeded(String id, CallMetadata story) when isWorthALine.test(story) ->
          write(Tone.WARNING, "answered", id, CallSummary.of(story));
      // 499 is nginx's number for it.
      case CallEvent.CallFailed(String id, Failure.Cancelled left, CallMetadata story) ->
          write(Tone.WARNING, "499 caller left", id, CallSummary.of(story));
      case CallEvent.CallFailed(String id, Failure failure, CallMetadata story) ->
          write(
              Tone.BAD,
              "failed",
              id,
              Remedies.inKeys(failure.message()) + "; " + CallSummary.of(story));
      case CallEvent.CallSucceeded succeeded -> {}
      case CallEvent.CallStarted started -> {}
      case CallEvent.AttemptStarted started -> {}
      case CallEvent.AttemptFailed failed -> {}
      case CallEvent.Waiting waiting -> {}
      case CallEvent.FirstOutput output -> {}
      case CallEvent.FellBack fellBack -> {}
      case CallEvent.Recovered recovered -> {}
    }
  }

  // Providers' messages and callers' names may have several lines, and what a terminal obeys; a
  // log's line is one.
  private void write(Tone tone, String what, String callId, String story) {
    String line =
        clock.get()
            + " "
            + screen.in(tone, what)
            + " "
            + callId
            + ": "
            + UNFIT.matcher(story).replaceAll(" ");
    lock.lock();
    try {
      screen.println(line);
    } finally {
      lock.unlock();
    }
  }
}
