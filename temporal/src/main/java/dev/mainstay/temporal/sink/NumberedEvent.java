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

  /** The event in the form of server-sent events, its blank line included. */
  public String sse() {
    return "id: " + id + "\nevent: " + event.name() + "\ndata: " + event.data().toJson() + "\n\n";
  }
}
