package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a stream, one after the other. */
final class ProgramEvents<O> implements Iterator<ProgramEvent<O>> {
  private final ProgramStream<O> stream;
  private @Nullable ProgramEvent<O> next;

  ProgramEvents(ProgramStream<O> stream) {
    this.stream = stream;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = stream.nextEvent().orElse(null);
    }
    return next != null;
  }

  @Override
  public ProgramEvent<O> next() {
    Optional<ProgramEvent<O>> event = Optional.ofNullable(next).or(stream::nextEvent);
    next = null;
    return event.orElseThrow(NoSuchElementException::new);
  }
}
