package dev.mainstay.simulator.script;

import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** What an answer says. */
public record Speech(
    List<String> pieces,
    boolean echo,
    List<String> reasoning,
    String refusal,
    List<ToolCall> calls,
    int toolPieces) {
  static final Speech SILENCE = new Speech(List.of(), false, List.of(), "", List.of(), 8);

  /**
   * The lists are copied.
   *
   * @throws IllegalArgumentException if {@code toolPieces} is below zero
   */
  public Speech {
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

  /** This without the first {@code characters} of its text. */
  Speech from(int characters) {
    List<String> rest = new ArrayList<>();
    int left = characters;
    for (String piece : pieces) {
      int dropped = Math.min(left, piece.length());
      left -= dropped;
      if (dropped < piece.length()) {
        rest.add(piece.substring(dropped));
      }
    }
    return withPieces(rest);
  }
}
