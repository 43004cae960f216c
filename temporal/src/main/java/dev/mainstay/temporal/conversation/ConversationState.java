package dev.mainstay.temporal.conversation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.temporal.CallPolicy;
import java.util.List;
import java.util.Objects;

/**
 * A conversation as it is begun, and as one run hands it to the next. Immutable.
 *
 * <pre>{@code
 * ConversationState.of(ChatRequest.builder("chat").system("Be short.").build())
 * }</pre>
 */
public final class ConversationState {
  private static final int TURNS_IN_A_RUN = 100;

  @JsonValue private final Parts parts;

  /**
   * The state as it travels.
   *
   * @param request what is asked each time
   * @param messages what has been said and answered
   * @param waiting what has been said and not answered yet
   * @param turns how many answers there have been
   * @param policy what each call may take
   * @param turnsInARun after how many answers it goes on as a new run
   * @param board the last answer, for those who read it while one run follows another
   * @param ended whether it ends once all that was said is answered
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Parts(
      ChatRequest request,
      List<Message> messages,
      List<String> waiting,
      int turns,
      CallPolicy policy,
      int turnsInARun,
      JsonObject board,
      boolean ended) {
    // As it may come from outside, or of another version: what is missing is the default.
    Parts {
      Objects.requireNonNull(request, "request");
      messages = messages == null ? List.of() : List.copyOf(messages);
      waiting = waiting == null ? List.of() : List.copyOf(waiting);
      turns = Math.max(0, turns);
      policy = policy == null ? CallPolicy.defaults() : policy;
      turnsInARun = turnsInARun < 1 ? TURNS_IN_A_RUN : turnsInARun;
      board = board == null ? JsonObject.empty() : board;
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private ConversationState(Parts parts) {
    this.parts = Objects.requireNonNull(parts, "parts");
  }

  /**
   * A conversation in which nothing has been said.
   *
   * @param request what is asked each time, ahead of the conversation: the model, a system message,
   *     parameters
   */
  public static ConversationState of(ChatRequest request) {
    Objects.requireNonNull(request, "request");
    return new ConversationState(
        new Parts(
            request,
            List.of(),
            List.of(),
            0,
            CallPolicy.defaults(),
            TURNS_IN_A_RUN,
            JsonObject.empty(),
            false));
  }

  /** This one going on from what was said and answered in another. */
  public ConversationState withMessages(List<Message> messages) {
    Parts p = parts;
    return new ConversationState(
        new Parts(
            p.request,
            List.copyOf(messages),
            p.waiting,
            p.turns,
            p.policy,
            p.turnsInARun,
            p.board,
            p.ended));
  }

  /** This one with another policy for each of its calls. */
  public ConversationState withPolicy(CallPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    Parts p = parts;
    return new ConversationState(
        new Parts(
            p.request, p.messages, p.waiting, p.turns, policy, p.turnsInARun, p.board, p.ended));
  }

  /**
   * This one going on as a new run after so many answers; 100 by default, since each takes some ten
   * updates and thirty signals, and a run takes 2,000 and 51,200 events.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ConversationState withTurnsInARun(int turns) {
    if (turns < 1) {
      throw new IllegalArgumentException("turnsInARun is " + turns + "; use 1 or more");
    }
    Parts p = parts;
    return new ConversationState(
        new Parts(p.request, p.messages, p.waiting, p.turns, p.policy, turns, p.board, p.ended));
  }

  /** This one as the next run goes on with it. */
  ConversationState goingOn(
      List<Message> messages, List<String> waiting, int turns, JsonObject board, boolean ended) {
    return new ConversationState(
        new Parts(
            parts.request,
            List.copyOf(messages),
            List.copyOf(waiting),
            turns,
            parts.policy,
            parts.turnsInARun,
            board,
            ended));
  }

  ChatRequest request() {
    return parts.request;
  }

  List<Message> messages() {
    return parts.messages;
  }

  List<String> waiting() {
    return parts.waiting;
  }

  int turns() {
    return parts.turns;
  }

  CallPolicy policy() {
    return parts.policy;
  }

  int turnsInARun() {
    return parts.turnsInARun;
  }

  JsonObject board() {
    return parts.board;
  }

  boolean ended() {
    return parts.ended;
  }
}
