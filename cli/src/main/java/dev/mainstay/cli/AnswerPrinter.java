package dev.mainstay.cli;

import dev.mainstay.call.ChatStream;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;

/** Prints an answer as it arrives, on a line or lines of its own. */
final class AnswerPrinter {
  private final Screen out;
  private final Screen err;
  private boolean isInLine;

  AnswerPrinter(Terminal terminal) {
    this.out = terminal.out();
    this.err = terminal.err();
  }

  /** Prints {@code answer} until it ends, breaks, or nobody reads it any more. */
  void print(ChatStream answer) {
    try {
      for (ChatEvent event : answer) {
        print(event);
        if (out.isClosed()) {
          return;
        }
      }
    } finally {
      endLine();
    }
    answer.response().finishReason().ifPresent(this::tellOddEnd);
  }

  private void print(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String text) -> print(text);
      case ChatEvent.RefusalDelta(String text) -> print(text);
      case ChatEvent.ReasoningDelta reasoning -> {}
      case ChatEvent.ToolCallDelta call -> {}
      case ChatEvent.UsageReported usage -> {}
      case ChatEvent.Finished end -> {}
      case ChatEvent.OtherChoice other -> {}
      case ChatEvent.Restarted restarted -> {}
    }
  }

  private void print(String text) {
    if (!text.isEmpty()) {
      out.print(text);
      isInLine = !text.endsWith("\n");
    }
  }

  private void endLine() {
    if (isInLine) {
      out.println();
      isInLine = false;
    }
  }

  private void tellOddEnd(FinishReason reason) {
    switch (reason) {
      case STOP, TOOL_CALLS, PAUSE -> {}
      case LENGTH -> note("the answer stops here because it reached the limit on its length");
      case CONTENT_FILTER -> note("the provider's content filter ended the answer");
    }
  }

  private void note(String note) {
    err.println(err.in(Tone.WARNING, "mainstay: ") + note);
  }
}
