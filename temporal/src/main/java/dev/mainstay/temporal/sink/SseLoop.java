package dev.mainstay.temporal.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Tells a reader a message by server-sent events, as they come, to its end. */
final class SseLoop {
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(UTF_8);

  private SseLoop() {}

  /** Waits for what comes after an event, for some seconds. */
  interface Source<E extends Exception> {
    ReadEvents after(long id) throws E;
  }

  /** A comment where nothing came in the source's time. Each reading is flushed. */
  static <E extends Exception> void write(long lastEventId, OutputStream out, Source<E> source)
      throws IOException, E {
    Objects.requireNonNull(out, "out");
    long last = lastEventId;
    boolean over = false;
    while (!over) {
      ReadEvents reading = source.after(last);
      for (NumberedEvent event : reading.events()) {
        out.write(event.sse().getBytes(UTF_8));
        last = event.id();
      }
      over = reading.isOver();
      if (!over && reading.events().isEmpty()) {
        out.write(COMMENT);
      }
      out.flush();
    }
  }
}
