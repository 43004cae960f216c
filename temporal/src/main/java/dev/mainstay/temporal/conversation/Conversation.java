package dev.mainstay.temporal.conversation;

import dev.mainstay.model.Message;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * A conversation with a model. Start it with a {@link ConversationState}, {@link #say} something,
 * and read the answer under the id that gives, by a {@code BoardReader}; the worker has a {@code
 * WorkflowSink} named {@value ConversationRun#SINK}.
 */
@WorkflowInterface
public interface Conversation {

  /** Runs until it is told to end. Before its history grows long it goes on as a new run. */
  @WorkflowMethod(name = "MainstayConversation")
  List<Message> run(ConversationState state);

  /**
   * Says something to the model, which answers when it has answered all that was said before. What
   * is said after the end, or makes the conversation larger than 1.5 MB, is refused with the
   * reason.
   *
   * @return the id of the message that is the answer
   */
  @UpdateMethod(name = "say")
  String say(String text);

  /**
   * Refuses what is said after the end, or what makes the conversation larger than 1.5 MB. For
   * Temporal to call.
   */
  @UpdateValidatorMethod(updateName = "say")
  void refuse(String text);

  /** Ends the conversation once all that was said is answered. */
  @SignalMethod(name = "end")
  void end();

  /** All that was said and answered. */
  @QueryMethod(name = "messages")
  List<Message> messages();
}
