package dev.mainstay.benchmarks.mock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One connection to the mock provider. */
final class MockConnection {
  private static final String REASON =
      "{\"error\":{\"message\":\"no workload, or cut\",\"type\":\"invalid_request_error\"}}";
  private static final ByteBuffer REFUSAL =
      PreparedWrites.direct(
          ("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"
                  + ("content-length: " + REASON.length() + "\r\n\r\n")
                  + REASON)
              .getBytes(StandardCharsets.US_ASCII));

  private final SocketChannel channel;
  private final SelectionKey key;
  private final WireMessage request = new WireMessage();
  // What the socket did not take at once.
  private final Deque<ByteBuffer> rest = new ArrayDeque<>();
  private List<ByteBuffer> chunks = List.of();
  private int next;
  private long pace;
  private long due;
  private boolean silent;

  MockConnection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  WireMessage request() {
    return request;
  }

  /** Reads what is there; false at the connection's end. */
  boolean read(ByteBuffer in) throws IOException {
    in.clear();
    int count = channel.read(in);
    request.add(in.flip());
    return count >= 0;
  }

  void write(List<ByteBuffer> buffers) throws IOException {
    for (ByteBuffer buffer : buffers) {
      write(buffer);
    }
  }

  void writeRest() throws IOException {
    while (!rest.isEmpty()) {
      channel.write(rest.peek());
      if (rest.peek().hasRemaining()) {
        return;
      }
      rest.remove();
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /** The chunks are written one by one, the first at once, the second after {@code phase} paces. */
  void pace(List<ByteBuffer> writes, long paceNanos, double phase) throws IOException {
    write(writes.getFirst());
    chunks = writes;
    next = 1;
    pace = paceNanos;
    due = System.nanoTime() + Math.round(phase * paceNanos);
  }

  boolean isPaced() {
    return next < chunks.size() && channel.isOpen();
  }

  long due() {
    return due;
  }

  void writePaced() throws IOException {
    write(chunks.get(next));
    next++;
    due += pace;
  }

  void refuse() throws IOException {
    request.reset();
    write(REFUSAL);
  }

  void fallSilent() {
    silent = true;
  }

  boolean isSilent() {
    return silent;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(ByteBuffer prepared) throws IOException {
    ByteBuffer buffer = prepared.duplicate();
    if (rest.isEmpty()) {
      channel.write(buffer);
    }
    if (buffer.hasRemaining()) {
      rest.add(buffer);
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }
}
