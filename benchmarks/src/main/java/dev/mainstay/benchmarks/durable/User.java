package dev.mainstay.benchmarks.durable;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableChat;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A user who makes one call after the other. */
@WorkflowInterface
public interface User {

  /** How many of the answers were those to their prompts. */
  @WorkflowMethod
  int talk(String name, int calls, CallPolicy policy);

  /** For Temporal to make. */
  final class Talking implements User {
    /** A user. */
    public Talking() {}

    @Override
    public int talk(String name, int calls, CallPolicy policy) {
      DurableChat chat = DurableChat.create().withPolicy(policy);
      int right = 0;
      for (int i = 0; i < calls; i++) {
        String prompt = name + " says " + i;
        right += chat.chat(ChatRequest.of("chat", prompt)).text().equals(prompt) ? 1 : 0;
      }
      return right;
    }
  }
}
