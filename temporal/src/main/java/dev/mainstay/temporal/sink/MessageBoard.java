package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The messages of a workflow, where its streamed answers go piece by piece by a {@link
 * WorkflowSink}, and are read from by a {@link BoardReader}: Temporal itself is between them, and
 * nothing else is needed. For workflow code alone, registered first of all.
 *
 * <pre>{@code
 * private final MessageBoard board = MessageBoard.register();
 * private final DurableChat chat = DurableChat.create().withSink("board");
 * }</pre>
 *
 * <p>Each piece is a signal and each wait of a reader an update: a run takes 2,000 of those, so
 * that a long conversation goes on as a new one now and then. Eight readers wait at once; others
 * look every second what there is, by a query, and leave room for the writer.
 */
public final class MessageBoard {
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);
  // Temporal has ten updates of a workflow's under way: of the others one opens, one is the user's.
  private static final int MOST_WAITING = 8;

  private final Map<String, Posted> messages = new HashMap<>();
  private final Predicate<String> isGone;
  private boolean released;
  private int waiting;

  private MessageBoard(Predicate<String> isGone) {
    this.isGone = isGone;
  }

  /** A board whose handlers are the calling workflow's. */
  public static MessageBoard register() {
    return register(JsonObject.empty());
  }

  /** A board with what an earlier run of the calling workflow {@linkplain #carry carried} over. */
  public static MessageBoard register(JsonObject carried) {
    return register(carried, messageId -> false);
  }

  /**
   * A board with what an earlier run carried over.
   *
   * @param isGone whether nothing will be told any more in a message of which nothing was carried,
   *     since an earlier run had it: its readers are told that it is over, where they would else
   *     wait
   */
  public static MessageBoard register(JsonObject carried, Predicate<String> isGone) {
    Objects.requireNonNull(isGone, "isGone");
    MessageBoard board = new MessageBoard(isGone);
    carried.forEach(
        (messageId, events) -> board.message(messageId).events.addAll(BoardJson.carried(events)));
    Workflow.registerListener(board.new Handlers());
    return board;
  }

  /** The message, for the run that goes on after this one: its readers go on there. */
  public JsonObject carry(String messageId) {
    return JsonObject.of(messageId, BoardJson.all(message(messageId).events));
  }

  /**
   * Tells the message's readers that there will be no more, where they have not been told: for a
   * call that failed where no worker could tell it.
   *
   * @param kind the kind of failure, as in {@code RateLimited}
   */
  public void failed(String messageId, String kind) {
    Posted message = message(messageId);
    if (!BoardJson.isOver(message.events)) {
      message.events.add(new SinkEvent.Failed(kind));
    }
  }

  /**
   * Keeps no reader waiting any more: they are told what there is, and ask again. For a workflow
   * that is about to end, or to go on as a new run.
   */
  public void release() {
    released = true;
  }

  /** Forgets the message, of which nothing is read any more. */
  public void forget(String messageId) {
    messages.remove(messageId);
  }

  private Posted message(String messageId) {
    return messages.computeIfAbsent(messageId, id -> new Posted());
  }

  /** One message, its writer, and which of that writer's pieces came last. */
  private static final class Posted {
    private final List<SinkEvent> events = new ArrayList<>();
    private int attempt;
    private long sequence;
  }

  private final class Handlers implements BoardHandlers {
    @Override
    public JsonObject open(String messageId, int attempt) {
      Posted message = message(messageId);
      if (!BoardJson.isOver(message.events)) {
        if (attempt < message.attempt) {
          return JsonObject.builder().put("fenced_by", message.attempt).build();
        }
        message.attempt = attempt;
        message.sequence = 0;
      }
      return BoardJson.of(SinkState.after(message.events));
    }

    @Override
    public void write(JsonObject json) {
      BoardJson.Piece piece = BoardJson.Piece.of(json);
      Posted message = message(piece.messageId());
      boolean isNext =
          piece.attempt() == message.attempt && piece.sequence() == message.sequence + 1;
      if (isNext && !BoardJson.isOver(message.events)) {
        message.sequence++;
        piece.event().ifPresent(message.events::add);
      }
    }

    @Override
    public JsonObject read(String messageId, long afterId) {
      waiting++;
      try {
        Workflow.await(LONGEST_READ, () -> released || hasNews(messageId, afterId));
      } finally {
        waiting--;
      }
      return peek(messageId, afterId);
    }

    @Override
    public void requireRoom(String messageId, long afterId) {
      if (waiting >= MOST_WAITING && !released && !hasNews(messageId, afterId)) {
        throw new IllegalStateException(
            MOST_WAITING
                + " readers are waiting already; look again by the query "
                + BoardNames.PEEK);
      }
    }

    @Override
    public JsonObject peek(String messageId, long afterId) {
      return isGone(messageId)
          ? BoardJson.gone(afterId)
          : BoardJson.page(events(messageId), afterId);
    }

    private boolean hasNews(String messageId, long afterId) {
      List<SinkEvent> events = events(messageId);
      return events.size() > afterId || BoardJson.isOver(events) || isGone(messageId);
    }

    private boolean isGone(String messageId) {
      return events(messageId).isEmpty() && isGone.test(messageId);
    }

    private List<SinkEvent> events(String messageId) {
      Posted message = messages.get(messageId);
      return message == null ? List.of() : message.events;
    }
  }
}
