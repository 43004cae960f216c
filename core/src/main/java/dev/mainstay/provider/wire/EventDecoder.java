package dev.mainstay.provider.wire;

import dev.mainstay.http.SseEvent;
import dev.mainstay.json.JsonException;

/**
 * Reads the events of one stream as one dialect has them. It knows nothing of framing, broken
 * connections or timers; {@link WireCall#streamed} drives it.
 *
 * <p>An event named {@code error} never reaches it: that is an error in every dialect. Its own
 * shapes of error it finds itself, with {@link ProviderError#isIn}. One thread reads.
 */
public interface EventDecoder {
  /**
   * Reads the next event, whose data is neither empty nor begins with white space.
   *
   * @throws JsonException if the data is not JSON: where the answer is whole by then nothing comes
   *     of it, else the stream is malformed
   */
  Reading read(SseEvent event);

  /**
   * Whether the answer's semantic end has come (WIRE.md section 5), for each choice that was asked
   * for. Becomes false again where output follows; whether an end is believed that was told before
   * is not the dialect's to say.
   */
  boolean isWhole();

  /**
   * Whether the last event said that nothing more can come, such as {@code [DONE]} or {@code
   * message_stop}: the rest is not waited for. Only where the answer is whole.
   */
  boolean isOver();

  /**
   * Whether its streams have a last word, or at least usage after the end. Of those that have none
   * the body's end is the last word, if the body tells it: it proves an end that was revoked
   * before. Default: true.
   */
  default boolean hasLastWord() {
    return true;
  }

  /** Whether anything was said: text, reasoning, a refusal, or a tool call. */
  boolean hasOutput();
}
