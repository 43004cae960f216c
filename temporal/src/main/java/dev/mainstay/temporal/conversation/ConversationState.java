package dev.mainstay.temporal.conversation;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.temporal.CallPolicy;
import java.util.List;
import java.util.Objects;

/**
 * A conversation as it is begun, and as one run hands it to the next.
 *
 * @param request what is asked each time, ahead of the conversation: the model, a system message,
 *     parameters
 * @param messages what has been said and answered
 * @param waiting what has been said and not answered yet
 * @param turns how many answers there have been
 * @param policy what each call may take
 */
public record ConversationState(
    ChatRequest request,
    List<Message> messages,
    List<String> waiting,
    int turns,
    CallPolicy policy) {
  /** Null is refused; the lists are copied. */
  public ConversationState {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(policy, "policy");
    messages = List.copyOf(messages);
    waiting = List.copyOf(waiting);
  }

  /** A conversation in which nothing has been said. */
  public static ConversationState of(ChatRequest request) {
    return new ConversationState(request, List.of(), List.of(), 0, CallPolicy.defaults());
  }
}
