package dev.mainstay.cli.demo;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Sign;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.cli.words.FailureWords;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells one call at a time as it happens, from the gateway's events and from what its client hears.
 */
final class DemoNarrator implements CallListener {
  private final Screen screen;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable GrowingLine line;
  private String asked = "";
  private boolean isTold;
  private boolean hasOutput;
  private boolean hasText;
  private int attempts;

  DemoNarrator(Screen screen) {
    this.screen = screen;
  }

  /** A call begins. */
  void begin(boolean isStreamed) {
    locked(() -> {
      line = new GrowingLine(screen, isStreamed ? "    streamed  " : "    plain     ");
      asked = "";
      isTold = true;
      hasOutput = false;
      hasText = false;
      attempts = 0;
    });
  }

  /** The client hears a piece of text. */
  void heard(String text) {
    locked(() -> {
      if (hasText) {
        piece(Tone.STRONG, text);
      } else {
        hasText = true;
        then(Tone.STRONG, text.stripLeading());
      }
    });
  }

  /** The call is over for the client, whom it cost {@code duration}. */
  void end(Promise promise, Heard heard, Duration duration, Optional<String> breach) {
    locked(() -> {
      conclude(promise, heard);
      breach.ifPresentOrElse(
          how -> add(Tone.BAD, screen.sign(Sign.CROSS) + " NOT AS PROMISED: " + how),
          () -> addWhole(Tone.GOOD, screen.sign(Sign.TICK) + " " + Durations.say(duration)));
      endLine();
    });
  }

  /** How many attempts the gateway made for the call. */
  int attempts() {
    lock.lock();
    try {
      return attempts;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onEvent(CallEvent event) {
    locked(() -> tell(event));
  }

  private void tell(CallEvent event) {
    switch (event) {
      case CallEvent.AttemptStarted started -> {
        attempts = started.number();
        if (!hasOutput && !isTold && !started.deployment().equals(asked)) {
          step(Tone.WARNING, "asks the other deployment");
        }
        asked = started.deployment();
        isTold = false;
      }
      // Once there is output the client may hear the last of it later than the gateway sees it
      // break.
      case CallEvent.AttemptFailed failed -> {
        if (!hasOutput) {
          step(Tone.BAD, FailureWords.of(failed.failure()));
        }
      }
      case CallEvent.Waiting waiting -> {
        if (!hasOutput) {
          step(Tone.WARNING, "waits " + Durations.say(waiting.delay()));
          isTold = true;
        }
      }
      case CallEvent.Recovered recovered -> {
        step(Tone.BAD, FailureWords.of(recovered.failure()));
        step(Tone.WARNING, "is asked to go on");
        hasText = false;
      }
      case CallEvent.FellBack fellBack -> {
        step(Tone.WARNING, "asks the fallback group");
        isTold = true;
      }
      case CallEvent.FirstOutput output -> hasOutput = true;
      case CallEvent.CallStarted started -> {}
      case CallEvent.CallSucceeded succeeded -> {}
      case CallEvent.CallFailed failed -> {}
    }
  }

  private void conclude(Promise promise, Heard heard) {
    switch (promise) {
      case Promise.Text text -> {}
      case Promise.ToolCall call -> then(Tone.STRONG, "weather(" + heard.arguments() + ")");
      case Promise.HonestError error -> step(Tone.STRONG, "told at once: " + heard.errorCode());
      case Promise.Partial partial -> {
        step(Tone.BAD, "connection failed");
        then(Tone.STRONG, "told as an error, no end is made up");
      }
    }
  }

  private void then(Tone tone, String words) {
    arrow();
    add(tone, words);
  }

  private void step(Tone tone, String words) {
    arrow();
    addWhole(tone, words);
  }

  private void arrow() {
    if (line != null && !line.isEmpty()) {
      line.add(Tone.FAINT, screen.sign(Sign.ARROW));
    }
  }

  private void add(Tone tone, String words) {
    if (line != null) {
      line.add(tone, words);
    }
  }

  private void addWhole(Tone tone, String words) {
    if (line != null) {
      line.addWhole(tone, words);
    }
  }

  private void endLine() {
    if (line != null) {
      line.end();
    }
  }

  private void piece(Tone tone, String text) {
    if (line != null) {
      line.piece(tone, text);
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
