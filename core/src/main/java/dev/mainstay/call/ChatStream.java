package dev.mainstay.call;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.rendering.Rendered;
import java.util.Iterator;
import java.util.Optional;

/**
 * An answer as it arrives. It is whole when it has ended without an exception.
 *
 * <pre>{@code
 * try (ChatStream stream = mainstay.stream("chat", "Tell me a story")) {
 *   for (ChatEvent event : stream) {
 *     if (event instanceof TextDelta(String text)) System.out.print(text);
 *   }
 * }
 * }</pre>
 *
 * <p>One thread reads; any thread may {@link #close} it, which ends the upstream request at once. A
 * read that finds the stream broken throws {@link MainstayException}, with what had arrived in it;
 * so does every later one.
 */
public interface ChatStream extends Iterable<ChatEvent>, AutoCloseable {

  /**
   * The next chunk, waiting for it; nothing at the end. For those who pass the answer on.
   *
   * @throws MainstayException if the answer broke
   */
  Optional<ChatChunk> nextChunk();

  /**
   * Whether the next chunk or the end is there already, so that {@link #nextChunk} would not wait
   * for it; false where that is not known. For the thread that reads: whoever passes an answer on
   * can send what came together in one piece, and nothing later than it came.
   */
  default boolean isReady() {
    return false;
  }

  /**
   * The events that have not been read yet, one after the other; to be iterated over once. Reading
   * throws what {@link #nextChunk} throws.
   */
  @Override
  default Iterator<ChatEvent> iterator() {
    return new ChatEvents(this);
  }

  /**
   * What has been read so far, put together; the whole answer once the stream has ended. No more
   * than 2 Mi characters (4 MiB) are kept: of a longer stream this is its beginning, without a
   * finish reason, and a break is final. Its {@linkplain ChatResponse#message() message} goes into
   * the next request.
   */
  ChatResponse response();

  /**
   * How the request was put to the deployment whose chunks come now: before the first chunk that of
   * the attempt which committed, and from a {@code Restarted} event on that of the new one. A
   * continuation changes nothing: it is asked alike.
   */
  Rendered rendered();

  /**
   * What has been read so far, with all that another call must know to go on with it, in this
   * process or another: {@link ChatCall#resumedFrom}. For the thread that reads.
   */
  DeliveredAnswer delivered();

  /** The story of the call so far. */
  CallMetadata metadata();

  /** Ends the call. Without effect after the end; may be called from any thread, and again. */
  @Override
  void close();
}
