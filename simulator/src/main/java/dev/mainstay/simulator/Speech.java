package dev.mainstay.simulator;

import dev.mainstay.model.ToolCall;
import java.util.List;

/** What an answer says. */
record Speech(
    List<String> pieces,
    boolean echo,
    List<String> reasoning,
    String refusal,
    List<ToolCall> calls,
    int toolPieces) {
  static final Speech SILENCE = new Speech(List.of(), false, List.of(), "", List.of(), 8);

  Speech {
    pieces = List.copyOf(pieces);
    reasoning = List.copyOf(reasoning);
    calls = List.copyOf(calls);
    if (toolPieces < 0) {
      throw new IllegalArgumentException(
          "tool pieces of " + toolPieces + " characters; use 1 or more, or 0 for the whole call");
    }
  }

  Speech withPieces(List<String> pieces) {
    return new Speech(pieces, false, reasoning, refusal, calls, toolPieces);
  }

  Speech withEcho() {
    return new Speech(List.of(), true, reasoning, refusal, calls, toolPieces);
  }

  Speech withReasoning(List<String> reasoning) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces);
  }

  Speech withRefusal(String refusal) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces);
  }

  Speech withCalls(List<ToolCall> calls) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces);
  }

  Speech withToolPieces(int toolPieces) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces);
  }
}
