package dev.mainstay.temporal.sink;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event as a reader has it.
 *
 * @param id its place in the message, rising: the {@code Last-Event-ID} of whoever has read so far
 * @param event what it tells
 */
public record NumberedEvent(long id, SinkEvent event) {
  /** Null is refused. */
  public NumberedEvent {
    Objects.requireNonNull(event, "event");
  }

  /**
   * The id in a reader's {@code Last-Event-ID} header.
   *
   * @param lastEventId the header as it came; null where there was none, as on a first connection
   * @return 0, which stands for the whole message, where that is not a number of digits
   */
  public static long idOf(@Nullable String lastEventId) {
    String id = lastEventId == null ? "" : lastEventId.strip();
    return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
  }

  /** The event in the form of server-sent events, its blank line included. */
  public String sse() {
    return "id: " + id + "\nevent: " + event.name() + "\ndata: " + line() + "\n\n";
  }

  // An answer's JSON may be laid out in lines, as its provider sent it; there are none in its
  // texts.
  private String line() {
    return event.data().toJson().replace('\r', ' ').replace('\n', ' ');
  }
}
