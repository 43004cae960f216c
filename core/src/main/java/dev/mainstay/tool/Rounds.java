package dev.mainstay.tool;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rounds of one answer. Not thread-safe. */
final class Rounds {
  private final Toolbox toolbox;
  private final List<CallMetadata> calls = new ArrayList<>();
  private ChatCall call;

  Rounds(Toolbox toolbox, ChatCall call) {
    this.toolbox = toolbox;
    ChatCall first = call.withRequest(call.request().withTools(toolbox.tools()));
    this.call = call.begun().map(first::resumedFrom).orElse(first);
  }

  /** What the model is asked next. */
  ChatCall call() {
    return call;
  }

  /**
   * The answer, if {@code response} is one; else the tools that it calls have been run.
   *
   * @throws ToolRoundsException if this was the last round
   */
  Optional<ToolAnswer> take(ChatResponse response) {
    calls.add(response.metadata());
    ChatRequest request = call.request();
    if (!Toolbox.callsTools(response)) {
      return Optional.of(new ToolAnswer(response, request, calls));
    }
    if (calls.size() >= toolbox.rounds()) {
      throw new ToolRoundsException(new ToolAnswer(response, request, calls));
    }
    List<Message> said = new ArrayList<>(List.of(response.message()));
    said.addAll(results(response));
    call = call.withRequest(request.with(said.toArray(Message[]::new)));
    return Optional.empty();
  }

  private List<Message> results(ChatResponse response) {
    try {
      return toolbox.run(response.toolCalls());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled("interrupted while tools were running", response);
    }
  }

  /** The end of a call whose caller has left between two rounds. */
  MainstayException cancelled(String why, ChatResponse response) {
    Failure left = new Failure.Cancelled(FailureDetail.of(why));
    return MainstayException.of(left, response.metadata(), Optional.of(response), List.of());
  }
}
