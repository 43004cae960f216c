package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a program of somebody's own, which runs on a virtual thread. Events wait in a short
 * line, so that a slow reader slows whoever makes them.
 */
final class RunStream<O> implements ProgramStream<O> {
  private static final int LONGEST_LINE = 64;

  private sealed interface Item {}

  private record Event(ProgramEvent<?> event) implements Item {}

  private record Failed(Throwable failure) implements Item {}

  private final BlockingQueue<Item> line = new ArrayBlockingQueue<>(LONGEST_LINE);
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

  private <I> void run(Program<I, O> program, I input) {
    try {
      O value = program.run(input, root.run());
      put(new Event(new ProgramEvent.Completed<>("", value, root.metadata())));
    } catch (Throwable e) {
      if (!root.isClosed()) {
        put(new Failed(e));
      }
    }
  }

  private void put(Item item) {
    try {
      line.put(item);
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
      return root.isClosed()
          ? new Failed(Cancelled.exception("the stream was closed"))
          : line.take();
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

  // A reader on another thread is woken.
  @Override
  public void close() {
    root.close();
    thread.interrupt();
    line.offer(new Failed(Cancelled.exception("the stream was closed")));
  }
}
