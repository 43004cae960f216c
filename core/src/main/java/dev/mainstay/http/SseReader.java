package dev.mainstay.http;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from a stream of bytes, as the <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML
 * standard</a> has it: lines end in LF, CR or CRLF, a byte order mark is skipped, comments and
 * fields other than {@code data} and {@code event} are passed over, an event without a data line is
 * none. Beyond it, a field may begin after what is neither ASCII nor printable: with the line went
 * the text.
 *
 * <pre>{@code
 * SseReader events = new SseReader(exchange.body());
 * for (Optional<SseEvent> event = events.next(); event.isPresent(); event = events.next()) {
 *   handle(Json.parse(event.get().data()));
 * }
 * }</pre>
 *
 * <p>It reads no further while a whole event is there, so that each event is given out when it has
 * come. An event that the stream's end cuts off is not given out: {@link #unfinished} has it. Text
 * that is not an event stream at all, such as a bare JSON error, is kept as {@link #unframed}.
 *
 * <p>Not thread-safe. The stream stays its owner's to close.
 */
public final class SseReader implements EventReader {
  /** The most bytes of one event by default: 16 MiB. */
  public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

  /** The most bytes that {@link #unframed} keeps: 64 KiB. */
  public static final int MAX_UNFRAMED_BYTES = 64 * 1024;

  // What an event may have beside its data: field names, comments between its lines.
  private static final int FRAMING_BYTES = 1024;
  private static final int HIGHEST_LIMIT = 512 * 1024 * 1024;
  private static final int FIRST_CAPACITY = 8 * 1024;

  private static final int DELETE = 0x7F;

  private static final byte[] DATA = ascii("data");
  private static final byte[] EVENT = ascii("event");
  private static final byte[] ID = ascii("id");
  private static final byte[] RETRY = ascii("retry");

  private final InputStream in;
  private final int maxEventBytes;

  // The buffer holds, in this order and with gaps: the data of the event so far, its lines already
  // joined in place; the line that is being read, of which the part before `scanned` has no end.
  private byte[] buffer;
  private int dataStart;
  private int dataEnd;
  private int lineStart;
  private int scanned;
  private int limit;

  // The next event, where it was found before it was asked for.
  private @Nullable SseEvent found;
  private boolean hasData;
  private String name = "";
  private String lastName = "";
  private boolean isBegun;
  private boolean isEnded;
  private boolean skipsLineFeed;
  private @Nullable ByteArrayOutputStream unframed;

  /** A reader of {@code in} whose events have at most {@link #MAX_EVENT_BYTES}. */
  public SseReader(InputStream in) {
    this(in, MAX_EVENT_BYTES);
  }

  /**
   * A reader of {@code in}.
   *
   * @param maxEventBytes the most bytes of data one event may have, 1 to 512 MiB; the reader may
   *     hold twice as much
   */
  public SseReader(InputStream in, int maxEventBytes) {
    if (maxEventBytes < 1 || maxEventBytes > HIGHEST_LIMIT) {
      throw new IllegalArgumentException(
          "maxEventBytes must be 1 to " + HIGHEST_LIMIT + ", but is " + maxEventBytes);
    }
    this.in = in;
    this.maxEventBytes = maxEventBytes;
    this.buffer = new byte[FIRST_CAPACITY];
  }

  /**
   * The next event; empty at the stream's end, and from then on. Blocks until a whole event has
   * come.
   *
   * @throws TransportException with {@code MalformedAnswer} if an event is too large, or as the
   *     stream throws it
   * @throws IOException as the stream throws it
   */
  @Override
  public Optional<SseEvent> next() throws IOException {
    while (found == null && !isEnded) {
      readOn();
    }
    SseEvent event = found;
    found = null;
    return Optional.ofNullable(event);
  }

  @Override
  public boolean isReady() throws IOException {
    while (found == null && !isEnded) {
      if (findLineEnd() < 0 && in.available() == 0) {
        return false;
      }
      readOn();
    }
    return true;
  }

  /** Takes the next line in, or where that has no end yet reads more of it. */
  private void readOn() throws IOException {
    int end = findLineEnd();
    if (end < 0) {
      isEnded = !fill();
    } else if (takeLine(end)) {
      found = takeEvent();
    }
  }

  /**
   * After the stream's end: the event it left open, cut off or just without the blank line that
   * closes it; with the data that came. The standard discards it.
   */
  @Override
  public Optional<SseEvent> unfinished() {
    if (!isEnded || (!hasData && name.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new SseEvent(name, Arrays.copyOfRange(buffer, dataStart, dataEnd)));
  }

  /**
   * The lines so far that belong to no event stream, with line feeds between them; at most {@link
   * #MAX_UNFRAMED_BYTES}, what comes later is dropped. Empty for a sound stream.
   */
  @Override
  public byte[] unframed() {
    return unframed == null ? new byte[0] : unframed.toByteArray();
  }

  private int findLineEnd() {
    if (skipsLineFeed && scanned < limit) {
      skipsLineFeed = false;
      if (buffer[scanned] == '\n') {
        startLine(scanned + 1);
      }
    }
    int end = LineEnds.find(buffer, scanned, limit);
    scanned = end < 0 ? limit : end;
    return end;
  }

  private void startLine(int at) {
    lineStart = at;
    scanned = at;
  }

  /** Takes the line in; whether it closes an event. */
  private boolean takeLine(int end) throws TransportException {
    checkSize(end);
    skipsLineFeed = buffer[end] == '\r';
    skipByteOrderMark(end);
    int from = lineStart;
    startLine(end + 1);
    if (from < end) {
      takeField(from, end);
      return false;
    }
    if (!hasData) {
      name = "";
    }
    return hasData;
  }

  private void skipByteOrderMark(int end) {
    if (isBegun) {
      return;
    }
    isBegun = true;
    if (end - lineStart >= 3
        && buffer[lineStart] == (byte) 0xEF
        && buffer[lineStart + 1] == (byte) 0xBB
        && buffer[lineStart + 2] == (byte) 0xBF) {
      lineStart += 3;
    }
  }

  private SseEvent takeEvent() {
    SseEvent event = new SseEvent(name, Arrays.copyOfRange(buffer, dataStart, dataEnd));
    hasData = false;
    dataEnd = dataStart;
    name = "";
    return event;
  }

  private void takeField(int from, int to) throws TransportException {
    if (isField(DATA, from, to)) {
      append(valueStart(from + DATA.length, to), to);
    } else if (isField(EVENT, from, to)) {
      name = nameOf(valueStart(from + EVENT.length, to), to);
    } else if (buffer[from] != ':' && !isField(ID, from, to) && !isField(RETRY, from, to)) {
      takeStrange(from, to);
    }
  }

  // What hides before a field, such as a byte order mark in mid-stream, would take its text with
  // it.
  private void takeStrange(int from, int to) throws TransportException {
    int start = from;
    while (start < to && (buffer[start] <= ' ' || buffer[start] == DELETE)) {
      start++;
    }
    if (buffer[from] != ' '
        && buffer[from] != '\t'
        && start > from
        && (isField(DATA, start, to) || isField(EVENT, start, to))) {
      takeField(start, to);
    } else {
      keepUnframed(from, to);
    }
  }

  private boolean isField(byte[] field, int from, int to) {
    int end = from + field.length;
    return end <= to
        && (end == to || buffer[end] == ':')
        && Arrays.equals(buffer, from, end, field, 0, field.length);
  }

  private int valueStart(int colon, int to) {
    int start = Math.min(colon + 1, to);
    return start < to && buffer[start] == ' ' ? start + 1 : start;
  }

  // A further line moves down to the data before it: it had a longer prefix than the line feed
  // between.
  private void append(int from, int to) throws TransportException {
    if (!hasData) {
      hasData = true;
      dataStart = from;
      dataEnd = to;
    } else {
      buffer[dataEnd++] = '\n';
      System.arraycopy(buffer, from, buffer, dataEnd, to - from);
      dataEnd += to - from;
    }
    if (dataEnd - dataStart > maxEventBytes) {
      throw tooLarge();
    }
  }

  private String nameOf(int from, int to) {
    if (!isLastName(from, to)) {
      lastName = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
    return lastName;
  }

  private boolean isLastName(int from, int to) {
    if (to - from != lastName.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (buffer[i] != lastName.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private void keepUnframed(int from, int to) {
    if (unframed == null) {
      unframed = new ByteArrayOutputStream();
    } else if (unframed.size() < MAX_UNFRAMED_BYTES) {
      unframed.write('\n');
    }
    unframed.write(buffer, from, Math.min(to - from, MAX_UNFRAMED_BYTES - unframed.size()));
  }

  /** Reads what is there, at least a byte; false at the stream's end. */
  private boolean fill() throws IOException {
    checkSize(limit);
    makeRoom();
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count >= 0) {
      limit += count;
      return true;
    }
    takeRest();
    return false;
  }

  private void takeRest() throws TransportException {
    skipByteOrderMark(limit);
    int from = lineStart;
    startLine(limit);
    if (from < limit) {
      takeField(from, limit);
    }
  }

  private void checkSize(int lineEnd) throws TransportException {
    if (dataSize() + lineEnd - lineStart > maxEventBytes + FRAMING_BYTES) {
      throw tooLarge();
    }
  }

  private int dataSize() {
    return hasData ? dataEnd - dataStart : 0;
  }

  private void makeRoom() {
    if (!hasData && lineStart == limit) {
      startLine(0);
      limit = 0;
    }
    if (limit < buffer.length) {
      return;
    }
    // Moving only where half becomes free keeps the moves in proportion to what is read.
    int used = dataSize() + limit - lineStart;
    moveTo(used <= buffer.length / 2 ? buffer : new byte[2 * buffer.length]);
  }

  private void moveTo(byte[] target) {
    int data = dataSize();
    if (hasData) {
      System.arraycopy(buffer, dataStart, target, 0, data);
    }
    System.arraycopy(buffer, lineStart, target, data, limit - lineStart);
    int moved = lineStart - data;
    dataStart = 0;
    dataEnd = data;
    lineStart -= moved;
    scanned -= moved;
    limit -= moved;
    buffer = target;
  }

  private TransportException tooLarge() {
    return new TransportException(
        new Failure.MalformedAnswer(
            FailureDetail.of(
                "one event of the provider's stream is larger than the limit of "
                    + maxEventBytes
                    + " bytes")));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
