package dev.mainstay.tool;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.rendering.Rendered;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it arrives, by whatever tools it takes: the events of one round after another, each
 * ended by its {@code Finished}. Between two rounds the tools run, on the reading thread or on
 * virtual ones.
 *
 * <p>{@link #response} and {@link #metadata} are those of the round that is being read; {@link
 * #answer} is the whole once the stream has ended. A read throws {@link
 * dev.mainstay.call.MainstayException} where a round breaks, and {@link ToolRoundsException} where
 * the last one still calls tools. Closing ends the round under way, and no further one begins;
 * tools that run are not interrupted by it.
 */
public final class ToolStream implements ChatStream {
  private final Rounds rounds;
  private final Function<ChatCall, ChatStream> open;
  private volatile ChatStream current;
  private volatile boolean isClosed;
  private @Nullable ToolAnswer answer;
  private @Nullable RuntimeException ending;

  ToolStream(Rounds rounds, Function<ChatCall, ChatStream> open) {
    this.rounds = rounds;
    this.open = open;
    this.current = open.apply(rounds.call());
  }

  @Override
  public Optional<ChatChunk> nextChunk() {
    while (answer == null) {
      Optional<ChatChunk> chunk = current.nextChunk();
      if (chunk.isPresent()) {
        return chunk;
      }
      takeRound();
    }
    return Optional.empty();
  }

  /** Each round's events as that answer tells them by itself. */
  @Override
  public Iterator<ChatEvent> iterator() {
    return new Events();
  }

  // What ends one reading ends every later one.
  private void takeRound() {
    if (ending != null) {
      throw ending;
    }
    try {
      answer = rounds.take(current.response()).orElse(null);
      if (answer == null) {
        openNext();
      }
    } catch (RuntimeException e) {
      ending = e;
      throw e;
    }
  }

  // A close on another thread has come before this round opens, or finds it.
  private void openNext() {
    current.close();
    if (isClosed) {
      throw rounds.cancelled("the stream was closed", current.response());
    }
    current = open.apply(rounds.call());
    if (isClosed) {
      current.close();
    }
  }

  @Override
  public ChatResponse response() {
    return current.response();
  }

  @Override
  public Rendered rendered() {
    return current.rendered();
  }

  @Override
  public DeliveredAnswer delivered() {
    return current.delivered();
  }

  @Override
  public CallMetadata metadata() {
    return current.metadata();
  }

  /**
   * The answer, with the conversation that led to it.
   *
   * @throws IllegalStateException before the stream has ended
   */
  public ToolAnswer answer() {
    ToolAnswer whole = answer;
    if (whole == null) {
      throw new IllegalStateException("the stream has not ended; read it to its end first");
    }
    return whole;
  }

  @Override
  public void close() {
    isClosed = true;
    current.close();
  }

  private final class Events implements Iterator<ChatEvent> {
    private Iterator<ChatEvent> round = current.iterator();

    @Override
    public boolean hasNext() {
      while (!round.hasNext()) {
        if (answer == null) {
          takeRound();
        }
        if (answer != null) {
          return false;
        }
        round = current.iterator();
      }
      return true;
    }

    @Override
    public ChatEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the stream has ended");
      }
      return round.next();
    }
  }
}
