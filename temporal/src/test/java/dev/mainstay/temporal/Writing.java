package dev.mainstay.temporal;

import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.SinkWriter;
import java.util.List;

/** A way into a message whose writes are a test's own. */
record Writing(SinkState state, Write to) implements SinkWriter {
  /** A write. */
  interface Write {
    /** As {@link SinkWriter#write} does. */
    void write(long sequence, SinkEvent event);
  }

  /** Into a message that has nothing yet. */
  Writing(Write to) {
    this(SinkState.after(List.of()), to);
  }

  @Override
  public void write(long sequence, SinkEvent event) {
    to.write(sequence, event);
  }
}
