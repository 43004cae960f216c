package dev.mainstay.provider.bedrock;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.EventReader;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reads {@code application/vnd.amazon.eventstream}: messages of a length, headers and a payload,
 * each with one CRC over its first two lengths and one over all of it. What a CRC does not confirm
 * is not given out, nor is anything after it. https://smithy.io/2.0/aws/amazon-eventstream.html
 *
 * <p>A message that the stream's end cuts off is not given out. Not thread-safe.
 */
final class EventStreamReader implements EventReader {
  /** The most bytes of one message's payload, as of any event. */
  static final int MAX_PAYLOAD_BYTES = SseReader.MAX_EVENT_BYTES;

  /** The most bytes of one message's headers, as AWS's own clients have it. */
  static final int MAX_HEADER_BYTES = 128 * 1024;

  // Total length, headers' length, CRC.
  private static final int PRELUDE_BYTES = 12;
  private static final int CRC_BYTES = 4;

  private final InputStream in;
  private boolean isEnded;

  EventStreamReader(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<SseEvent> next() throws IOException {
    if (isEnded) {
      return Optional.empty();
    }
    Optional<EventMessage> message = message();
    isEnded = message.isEmpty();
    return message.map(EventMessage::event);
  }

  private Optional<EventMessage> message() throws IOException {
    byte[] prelude = in.readNBytes(PRELUDE_BYTES);
    if (prelude.length < PRELUDE_BYTES) {
      return Optional.empty();
    }
    CRC32 crc = new CRC32();
    int rest = rest(prelude, crc);
    byte[] body = in.readNBytes(rest);
    if (body.length < rest) {
      return Optional.empty();
    }
    crc.update(prelude, PRELUDE_BYTES - CRC_BYTES, CRC_BYTES);
    crc.update(body, 0, rest - CRC_BYTES);
    if ((int) crc.getValue() != ByteBuffer.wrap(body).getInt(rest - CRC_BYTES)) {
      throw broken("a message of the event stream was damaged on its way: its checksum is wrong");
    }
    int headers = ByteBuffer.wrap(prelude).getInt(Integer.BYTES);
    return Optional.of(EventMessage.of(ByteBuffer.wrap(body, 0, rest - CRC_BYTES), headers));
  }

  /** How many bytes come after {@code prelude}, once its CRC and its lengths make sense. */
  private static int rest(byte[] prelude, CRC32 crc) throws TransportException {
    ByteBuffer numbers = ByteBuffer.wrap(prelude);
    long total = Integer.toUnsignedLong(numbers.getInt());
    long headers = Integer.toUnsignedLong(numbers.getInt());
    crc.update(prelude, 0, PRELUDE_BYTES - CRC_BYTES);
    // Checked first: a length that was damaged would have us wait for bytes that never come.
    if ((int) crc.getValue() != numbers.getInt()) {
      throw broken("the answer is not an event stream, or was damaged on its way");
    }
    long payload = total - PRELUDE_BYTES - headers - CRC_BYTES;
    if (payload < 0) {
      throw broken("a message of the event stream is shorter than its headers");
    }
    if (headers > MAX_HEADER_BYTES || payload > MAX_PAYLOAD_BYTES) {
      throw broken("a message of the event stream is larger than " + MAX_PAYLOAD_BYTES + " bytes");
    }
    return (int) (headers + payload + CRC_BYTES);
  }

  static TransportException broken(String why) {
    return new TransportException(new Failure.MalformedAnswer(FailureDetail.of(why)));
  }
}
