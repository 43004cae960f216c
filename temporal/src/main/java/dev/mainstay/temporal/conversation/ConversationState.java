package dev.mainstay.temporal.conversation;

import dev.mainstay.json.JsonObject;
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
 * @param turnsInARun after how many answers it goes on as a new run, above 0; 100 by default, since
 *     each takes some ten updates and thirty signals, and a run takes 2,000 and 51,200 events
 * @param board the last answer, for those who read it while one run follows another
 * @param ended whether it ends once all that was said is answered
 */
public record ConversationState(
    ChatRequest request,
    List<Message> messages,
    List<String> waiting,
    int turns,
    CallPolicy policy,
    int turnsInARun,
    JsonObject board,
    boolean ended) {
  /** Null is refused; the lists are copied. */
  public ConversationState {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(board, "board");
    messages = List.copyOf(messages);
    waiting = List.copyOf(waiting);
  }

  /** A conversation in which nothing has been said. */
  public static ConversationState of(ChatRequest request) {
    return new ConversationState(
        request, List.of(), List.of(), 0, CallPolicy.defaults(), 100, JsonObject.empty(), false);
  }
}
