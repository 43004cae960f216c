package dev.mainstay.temporal.sink;

import java.util.List;

/**
 * What a reader of a message was told.
 *
 * @param events what came after that which it had, in order
 * @param isOver whether nothing follows these, also where there are none
 */
public record ReadEvents(List<NumberedEvent> events, boolean isOver) {
  /** The list is copied. */
  public ReadEvents {
    events = List.copyOf(events);
  }
}
