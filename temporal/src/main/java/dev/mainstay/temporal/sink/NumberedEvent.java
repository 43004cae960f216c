package dev.mainstay.temporal.sink;

import java.util.Objects;

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
   * The id that a reader sends as {@code Last-Event-ID}: digits. Anything else was never told
   * anybody, and is 0, after which all of a message comes.
   */
  public static long idOf(String lastEventId) {
    String id = lastEventId.strip();
    return id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0;
  }

  /** The event in the form of server-sent events, its blank line included. */
  public String sse() {
    return "id: " + id + "\nevent: " + event.name() + "\ndata: " + event.data().toJson() + "\n\n";
  }
}
