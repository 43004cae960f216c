package dev.mainstay.temporal.conversation;

import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.temporal.DurableChat;
import dev.mainstay.temporal.StreamedAnswer;
import dev.mainstay.temporal.sink.MessageBoard;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The workflow of a conversation. For Temporal to make. */
public final class ConversationRun implements Conversation {
  /** The name of the worker's {@code WorkflowSink}. */
  public static final String SINK = "board";

  private final MessageBoard board;
  private final ConversationState begun;
  private final List<Message> messages;
  private final Deque<String> waiting;
  private int said;
  private int turns;
  private boolean ended;

  /** A run that goes on with {@code state}. */
  @WorkflowInit
  public ConversationRun(ConversationState state) {
    board = MessageBoard.register(state.board(), id -> isGone(id, state.turns()));
    begun = state;
    messages = new ArrayList<>(state.messages());
    waiting = new ArrayDeque<>(state.waiting());
    turns = state.turns();
    said = turns + waiting.size();
    ended = state.ended();
  }

  @Override
  public List<Message> run(ConversationState state) {
    DurableChat chat = DurableChat.create().withPolicy(state.policy()).withSink(SINK);
    while (true) {
      Workflow.await(() -> !waiting.isEmpty() || ended);
      if (waiting.isEmpty()) {
        settle();
        return messages;
      }
      turn(chat);
      if (turns - state.turns() >= state.turnsInARun() || isLong()) {
        goOn();
      }
    }
  }

  private void turn(DurableChat chat) {
    Message said = Message.user(waiting.getFirst());
    ChatRequest request = begun.request().with(messages.toArray(Message[]::new)).with(said);
    try {
      StreamedAnswer answer = chat.stream(request, id(turns));
      messages.add(said);
      messages.add(answer.response().message());
    } catch (MainstayException failed) {
      // The conversation is as it was before.
      board.failed(id(turns), failed.failure().kind());
    }
    waiting.removeFirst();
    turns++;
  }

  private static boolean isLong() {
    return Workflow.getInfo().isContinueAsNewSuggested();
  }

  // Whoever waits for something is answered first.
  private void settle() {
    board.release();
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void goOn() {
    settle();
    Workflow.continueAsNew(
        new ConversationState(
            begun.request(),
            messages,
            List.copyOf(waiting),
            turns,
            begun.policy(),
            begun.turnsInARun(),
            board.carry(id(turns - 1)),
            ended));
  }

  private static String id(int turn) {
    return Workflow.getInfo().getWorkflowId() + "/" + turn;
  }

  // An answer of a run before this one, of which the last alone was carried over.
  private static boolean isGone(String id, int turnsBefore) {
    String ours = Workflow.getInfo().getWorkflowId() + "/";
    String turn = id.startsWith(ours) ? id.substring(ours.length()) : "";
    return turn.matches("[0-9]{1,9}") && Integer.parseInt(turn) < turnsBefore;
  }

  @Override
  public String say(String text) {
    waiting.addLast(text);
    return id(said++);
  }

  @Override
  public void refuseAfterEnd(String text) {
    if (ended) {
      throw new IllegalStateException("the conversation has been ended");
    }
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public List<Message> messages() {
    return List.copyOf(messages);
  }
}
