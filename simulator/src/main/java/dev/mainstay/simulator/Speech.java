package dev.mainstay.simulator;

import dev.mainstay.model.ToolCall;
import java.util.List;

/** What an answer says. An empty finish or model, and tokens below 0, mean: as it comes. */
record Speech(
    List<String> pieces,
    boolean echo,
    List<String> reasoning,
    String refusal,
    List<ToolCall> calls,
    int toolPieces,
    String finish,
    String model,
    int promptTokens,
    int completionTokens) {
  static final Speech SILENCE =
      new Speech(List.of(), false, List.of(), "", List.of(), 8, "", "", -1, -1);

  Speech {
    pieces = List.copyOf(pieces);
    reasoning = List.copyOf(reasoning);
    calls = List.copyOf(calls);
    if (toolPieces < 0) {
      throw new IllegalArgumentException(
          "tool pieces of " + toolPieces + " characters; use 1 or more, or 0 for the whole call");
    }
  }

  String finishReason() {
    if (!finish.isEmpty()) {
      return finish;
    }
    return calls.isEmpty() ? "stop" : "tool_calls";
  }

  Speech withPieces(List<String> pieces) {
    return new Speech(pieces, false, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withEcho() {
    return new Speech(List.of(), true, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withReasoning(List<String> reasoning) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withRefusal(String refusal) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withCalls(List<ToolCall> calls) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withToolPieces(int toolPieces) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withFinish(String finish) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withModel(String model) {
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }

  Speech withTokens(int promptTokens, int completionTokens) {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException(
          "usage of " + promptTokens + " and " + completionTokens + " tokens; use 0 or more");
    }
    return new Speech(pieces, echo, reasoning, refusal, calls, toolPieces, finish, model, promptTokens, completionTokens);
  }
}
