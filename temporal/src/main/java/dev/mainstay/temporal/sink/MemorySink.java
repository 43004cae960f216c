package dev.mainstay.temporal.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * A sink in this process's memory, with its readers in the same process, as for server-sent events.
 * For tests, and where one process is both worker and server: it dies with its worker, and with it
 * all that its readers could go on from. Until then it keeps every message, pieces and whole
 * answer, that is not {@linkplain #forget forgotten}.
 */
public final class MemorySink implements TokenSink {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final ConcurrentMap<String, MemoryMessage> messages = new ConcurrentHashMap<>();

  /** A sink without messages. */
  public MemorySink() {}

  @Override
  public SinkWriter open(String messageId, int attempt) {
    return message(messageId, MemoryMessage::kept).open(attempt);
  }

  @Override
  public SinkWriter open(String messageId, int attempt, Duration longest) {
    Objects.requireNonNull(longest, "longest");
    return message(messageId, MemoryMessage::kept).open(attempt, longest);
  }

  /**
   * What has been told in the message after the event {@code afterId}, 0 or less for all; waits for
   * the first where there is none yet.
   *
   * @param longest how long it waits at most
   * @return no events where none came in that time
   * @throws InterruptedException if the thread is interrupted
   */
  public ReadEvents read(String messageId, long afterId, Duration longest)
      throws InterruptedException {
    Objects.requireNonNull(longest, "longest");
    MemoryMessage message = message(messageId, MemoryMessage::joined);
    try {
      return message.read(afterId, longest);
    } finally {
      messages.computeIfPresent(
          messageId, (id, known) -> known == message && message.left() ? null : known);
    }
  }

  /**
   * Writes the message as server-sent events, from after {@code lastEventId} (0 or less for all) to
   * its end, as they come; a comment in every 15 s of silence. Each is flushed.
   *
   * @throws IOException if {@code out} does
   * @throws InterruptedException if the thread is interrupted
   */
  public void write(String messageId, long lastEventId, OutputStream out)
      throws IOException, InterruptedException {
    SseLoop.write(lastEventId, out, last -> read(messageId, last, KEEP_ALIVE));
  }

  /** Forgets the message. */
  public void forget(String messageId) {
    Objects.requireNonNull(messageId, "messageId");
    messages.remove(messageId);
  }

  /** How many messages it holds. */
  int count() {
    return messages.size();
  }

  private MemoryMessage message(String messageId, UnaryOperator<MemoryMessage> taken) {
    Objects.requireNonNull(messageId, "messageId");
    return messages.compute(
        messageId, (id, known) -> taken.apply(known == null ? new MemoryMessage() : known));
  }
}
