package dev.mainstay.temporal.sink;

import dev.mainstay.json.JsonObject;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
 * that a long conversation goes on as a new one now and then.
 */
public final class MessageBoard {
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);

  private final Map<String, Posted> messages = new HashMap<>();

  private MessageBoard() {}

  /** A board whose handlers are the calling workflow's. */
  public static MessageBoard register() {
    return register(JsonObject.empty());
  }

  /** A board with what an earlier run of the calling workflow {@linkplain #carry carried} over. */
  public static MessageBoard register(JsonObject carried) {
    MessageBoard board = new MessageBoard();
    carried.forEach((messageId, events) ->
        BoardJson.events((JsonObject) events)
            .forEach(event -> board.message(messageId).events.add(event.event())));
    Workflow.registerListener(board.new Handlers());
    return board;
  }

  /** The message, for the run that goes on after this one: its readers go on there. */
  public JsonObject carry(String messageId) {
    return JsonObject.of(messageId, BoardJson.of(message(messageId).events, 0));
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
      if (attempt < message.attempt) {
        return JsonObject.builder().put("fenced_by", message.attempt).build();
      }
      message.attempt = attempt;
      message.sequence = 0;
      return BoardJson.of(SinkState.after(message.events));
    }

    @Override
    public void write(JsonObject json) {
      BoardJson.Piece piece = BoardJson.Piece.of(json);
      Posted message = message(piece.messageId());
      if (piece.attempt() == message.attempt && piece.sequence() == message.sequence + 1) {
        message.sequence++;
        message.events.add(piece.event());
      }
    }

    @Override
    public JsonObject read(String messageId, long afterId) {
      Posted message = message(messageId);
      Workflow.await(LONGEST_READ, () -> message.events.size() > afterId);
      return peek(messageId, afterId);
    }

    @Override
    public JsonObject peek(String messageId, long afterId) {
      Posted message = messages.get(messageId);
      return BoardJson.of(message == null ? List.of() : message.events, afterId);
    }
  }
}
