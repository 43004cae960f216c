package dev.mainstay.temporal.conversation;

import dev.mainstay.call.MainstayException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.temporal.DurableChat;
import dev.mainstay.temporal.StreamedAnswer;
import dev.mainstay.temporal.sink.MessageBoard;
import io.temporal.failure.ApplicationFailure;
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

  // Temporal takes 2 MB in one payload, as the conversation is for each call and each new run.
  private static final int MOST = 2 * 1024 * 1024 - 32 * 1024;
  // What may be said: the rest is for answers.
  private static final int MOST_SAID = 1_500_000;

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
      Workflow.await(() -> !waiting.isEmpty() || ended || isToGoOn());
      if (!waiting.isEmpty()) {
        turn(chat);
      } else if (ended) {
        settle();
        requireThatItFits();
        return messages;
      }
      if (isToGoOn()) {
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

  // Readers who wait while nothing is said make the history longer as well.
  private boolean isToGoOn() {
    boolean isLong =
        turns - begun.turns() >= begun.turnsInARun()
            || Workflow.getInfo().isContinueAsNewSuggested();
    return isLong && size() <= MOST;
  }

  // Whoever waits for something is answered first.
  private void settle() {
    board.release();
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void goOn() {
    settle();
    JsonObject last = turns == 0 ? JsonObject.empty() : board.carry(id(turns - 1));
    JsonObject carried = size() + bytes(last) <= MOST ? last : JsonObject.empty();
    Workflow.continueAsNew(begun.goingOn(messages, List.copyOf(waiting), turns, carried, ended));
  }

  // All that was said and answered, with what is asked each time.
  private long size() {
    long size = bytes(begun.request().json());
    for (Message message : messages) {
      size += bytes(message.json());
    }
    for (String text : waiting) {
      size += bytes(Message.user(text).json());
    }
    return size;
  }

  private static long bytes(JsonObject json) {
    return json.toBytes().length;
  }

  private void requireThatItFits() {
    if (size() > MOST) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the conversation is "
              + size()
              + " bytes, more than Temporal takes as a result; its messages are told by the query"
              + " 'messages'",
          "RequestTooLarge");
    }
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
  public void refuse(String text) {
    if (ended) {
      throw new IllegalStateException("the conversation has been ended");
    }
    long size = size() + bytes(Message.user(text).json());
    if (size > MOST_SAID) {
      throw new IllegalStateException(
          "the conversation would have "
              + size
              + " bytes, and may have "
              + MOST_SAID
              + ", since Temporal takes 2 MB in one payload; end it, and begin another with what is"
              + " to be kept of it (ConversationState.withMessages)");
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
