package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a program of somebody's own, which runs on a virtual thread. Events wait in a short
 * line, so that a slow reader slows whoever makes them.
 */
final class RunStream<O> implements ProgramStream<O> {
  private sealed interface Item {}

  private record Event(ProgramEvent<?> event) implements Item {}

  private record Failed(Throwable failure) implements Item {}

  private final EventLine<Item> line = new EventLine<>();
  private final RunRoot root;
  private final Thread thread;
  private boolean isEnded;
  private @Nullable Throwable failure;

  private <I> RunStream(Program<I, O> program, I input, ProgramOptions options) {
    this.root = new RunRoot(options, true, event -> put(new Event(event)));
    this.thread = Thread.ofVirtual().name("mainstay-program").unstarted(() -> run(program, input));
  }

  static <I, O> RunStream<O> start(Program<I, O> program, I input, ProgramOptions options) {
    RunStream<O> stream = new RunStream<>(program, input, options);
    stream.thread.start();
    return stream;
  }

  // What other threads of the program still do has no reader, and ends with it.
  private <I> void run(Program<I, O> program, I input) {
    try {
      O value = RunRoot.ran(program, input, root.run());
      line.end(new Event(new ProgramEvent.Completed<>("", value, root.metadata())));
    } catch (Throwable e) {
      line.end(new Failed(e));
    } finally {
      root.close();
    }
  }

  private void put(Item item) {
    try {
      if (!line.put(item)) {
        throw Cancelled.exception("the stream is over");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancelled.exception("the stream was closed");
    }
  }

  @Override
  @SuppressWarnings("unchecked") // events of inner programs hold nothing of their answer's type
  public Optional<ProgramEvent<O>> nextEvent() {
    if (failure != null) {
      throw thrown(failure);
    }
    if (isEnded) {
      return Optional.empty();
    }
    return switch (take()) {
      case Event(ProgramEvent<?> event) -> {
        isEnded = event instanceof ProgramEvent.Completed;
        yield Optional.of((ProgramEvent<O>) event);
      }
      case Failed(Throwable why) -> {
        failure = why;
        throw thrown(why);
      }
    };
  }

  private Item take() {
    try {
      return line.take().orElseGet(() -> new Failed(Cancelled.exception("the stream was closed")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      return new Failed(Cancelled.exception("interrupted while reading"));
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    return switch (failure) {
      case RuntimeException e -> e;
      case Error error -> throw error;
      default -> new IllegalStateException(failure);
    };
  }

  @Override
  public ProgramMetadata metadata() {
    return root.metadata();
  }

  // Whoever waits at the line, to read or to write, is woken.
  @Override
  public void close() {
    line.close();
    root.close();
    thread.interrupt();
  }
}
