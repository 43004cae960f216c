package dev.mainstay.temporal;

import dev.mainstay.model.ChatRequest;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A workflow that asks one question, plain or streamed. */
@WorkflowInterface
public interface Ask {

  /** The two ways to ask. */
  enum Mode {
    PLAIN,
    STREAMED
  }

  /** The text of the answer. */
  @WorkflowMethod
  String ask(Mode mode, ChatRequest request, CallPolicy policy);

  /** Asks by a {@link DurableChat}. */
  class Workflow implements Ask {
    @Override
    public String ask(Mode mode, ChatRequest request, CallPolicy policy) {
      DurableChat chat = DurableChat.create().withPolicy(policy);
      return switch (mode) {
        case PLAIN -> chat.chat(request).text();
        case STREAMED -> chat.withSink("ui").stream(request, "message").text();
      };
    }
  }
}
