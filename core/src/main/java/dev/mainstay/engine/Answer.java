package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Broken;
import dev.mainstay.provider.ProviderStream.End;
import dev.mainstay.provider.ProviderStream.Next;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.stream.ToolCallHold;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to one attempt: the provider's stream under its timers, with tool calls held back. */
final class Answer implements AutoCloseable {
  private final ProviderStream upstream;
  private final Watch watch;
  private final @Nullable ToolCallHold hold;
  private final Deque<ChatChunk> ready = new ArrayDeque<>();
  private @Nullable Step last;
  private boolean closed;

  Answer(ProviderStream upstream, Watch watch, @Nullable ToolCallHold hold) {
    this.upstream = upstream;
    this.watch = watch;
    this.hold = hold;
  }

  /** Reads until {@code commit} is reached, or gives the failure that came before it. */
  Optional<Failure> reach(Commit commit) throws InterruptedException {
    try {
      while (last == null && !isReached(commit)) {
        read();
      }
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
    return last instanceof Broken(Failure failure) && !isReached(commit)
        ? Optional.of(failure)
        : Optional.empty();
  }

  /** The next step that the caller may see. */
  Step next() throws InterruptedException {
    while (ready.isEmpty() && last == null) {
      read();
    }
    ChatChunk chunk = ready.poll();
    return chunk != null ? new Next(chunk) : end();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    watch.close();
    upstream.close();
  }

  private boolean isReached(Commit commit) {
    return switch (commit) {
      case WHOLE_ANSWER -> last instanceof End;
      case FIRST_OUTPUT -> last instanceof End || ready.stream().anyMatch(ChatChunk::hasOutput);
    };
  }

  private void read() throws InterruptedException {
    switch (readStep()) {
      case Next(ChatChunk chunk) -> {
        watch.saw(chunk);
        take(chunk);
      }
      case End end -> {
        if (hold != null) {
          ready.addAll(hold.release());
        }
        last = end;
      }
      case Broken broken -> last = broken;
    }
  }

  private Step readStep() throws InterruptedException {
    watch.begin();
    try {
      return upstream.next();
    } finally {
      watch.end();
    }
  }

  private void take(ChatChunk chunk) {
    if (hold == null) {
      ready.add(chunk);
    } else {
      ready.addAll(hold.add(chunk));
    }
  }

  private Step end() {
    if (last == null) {
      throw new IllegalStateException("there is no end yet");
    }
    return last;
  }
}
