package dev.mainstay.gateway.api;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import java.util.List;

/** How one dialect tells one stream. */
interface StreamForm {

  /** The events for {@code chunk}; may be none. */
  List<Event> of(ChatChunk chunk);

  /** The events that end a stream that is whole. */
  List<Event> end();

  /** The last event of a stream that is not. */
  Event error(Failure failure, CallMetadata metadata);

  /**
   * A server-sent event.
   *
   * @param name its name, empty for none
   * @param data its data; line breaks in it stand between JSON's tokens alone
   * @param isNamedLast whether its name comes after its data, for clients that do not know names
   */
  record Event(String name, byte[] data, boolean isNamedLast) {
    Event(String name, byte[] data) {
      this(name, data, false);
    }
  }
}
