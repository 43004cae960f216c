package dev.mainstay.cli;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallListener;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.cli.words.FailureWords;
import dev.mainstay.failure.Failure;

/** Tells in a line each what went wrong on the way to an answer, and what is done about it. */
final class RetryNotes implements CallListener {
  private final Screen err;
  private String trouble = "";

  RetryNotes(Screen err) {
    this.err = err;
  }

  @Override
  public void onEvent(CallEvent event) {
    switch (event) {
      case CallEvent.AttemptFailed failed ->
          trouble = describe(failed.deployment(), failed.failure());
      case CallEvent.Waiting waiting -> note("asking again in " + Durations.say(waiting.delay()));
      case CallEvent.FellBack fellBack -> note("going to " + fellBack.to());
      case CallEvent.Recovered recovered ->
          println(recovered.deployment() + " goes on where the stream broke");
      case CallEvent.AttemptStarted started -> note("asking " + started.deployment());
      case CallEvent.CallStarted started -> {}
      case CallEvent.FirstOutput output -> {}
      case CallEvent.CallSucceeded succeeded -> {}
      case CallEvent.CallFailed failed -> trouble = "";
    }
  }

  private void note(String remedy) {
    if (!trouble.isEmpty()) {
      println(trouble + "; " + remedy);
      trouble = "";
    }
  }

  private void println(String words) {
    err.println(err.in(Tone.FAINT, "mainstay: " + words));
  }

  private static String describe(String deployment, Failure failure) {
    return deployment + ": " + FailureWords.of(failure);
  }
}
