package dev.mainstay.simulator.server;

import dev.mainstay.simulator.dialect.Bytes;
import dev.mainstay.simulator.script.Break;
import dev.mainstay.simulator.script.Transfer;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection as the simulator plays on it: bytes gathered and sent, pauses during which the
 * client is watched, and every way to end. Used by one thread, but for {@link #abort}.
 */
final class Wire {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  // A reset throws away what waits for its turn on this side, and that waits for acknowledgements,
  // which the other side may delay by 40 ms. This is the wire's time, not the script's.
  private static final long ARRIVAL_NANOS = 50_000_000;

  private final Socket socket;
  private final OutputStream out;
  private final TimeSource time;
  private final Inbox inbox;
  private final Bytes gathered = new Bytes();
  private final Thread owner = Thread.currentThread();
  private boolean chunked = true;
  private Transfer transfer = Transfer.USUAL;
  private boolean hasSent;
  private volatile boolean aborted;

  Wire(Socket socket, TimeSource time) throws IOException {
    this.socket = socket;
    this.time = time;
    this.out = socket.getOutputStream();
    this.inbox = new Inbox(socket.getInputStream());
    socket.setTcpNoDelay(true);
  }

  Inbox inbox() {
    return inbox;
  }

  /**
   * Begins a message. Its body is chunked, or, for clients without chunks, ends with the
   * connection.
   */
  void begin(boolean chunked, Transfer transfer) {
    this.chunked = chunked;
    this.transfer = transfer;
    hasSent = false;
  }

  /** Gathers bytes as they are. */
  Wire add(byte[] bytes) {
    gathered.add(bytes);
    return this;
  }

  /** Gathers bytes as they are. */
  void add(byte[] bytes, int from, int to) {
    gathered.add(bytes, from, to);
  }

  /** Gathers {@code number}, 0 or more, in decimal digits. */
  Wire add(int number) {
    gathered.add(number, 10);
    return this;
  }

  /** Gathers a piece of a body, in its frame. */
  void addChunk(byte[] bytes) {
    addChunk(bytes, 0, bytes.length);
  }

  /** Gathers a piece of a body, in its frame. */
  void addChunk(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    if (!chunked) {
      gathered.add(bytes, from, to);
      return;
    }
    gathered.add(to - from, 16).add(CRLF).add(bytes, from, to).add(CRLF);
  }

  /** Gathers the end of a body. */
  void addEnd() {
    if (chunked) {
      gathered.add(LAST_CHUNK);
    }
  }

  /** Sends what was gathered. */
  void flush() throws ClientLeft {
    hasSent |= gathered.length() > 0;
    try {
      if (transfer.writesOf() == 0) {
        out.write(gathered.array(), 0, gathered.length());
      } else {
        writeInPieces(transfer.writesOf());
      }
    } catch (ClientLeft e) {
      throw e;
    } catch (IOException e) {
      throw new ClientLeft(e);
    } finally {
      gathered.clear();
    }
  }

  /** Waits, after sending what was gathered; ends early with the client's leaving. */
  void pause(Duration length) throws ClientLeft {
    if (length.isPositive()) {
      flush();
      idle(length);
    }
  }

  /** Waits until the client leaves, or the simulator ends. */
  void stall() throws ClientLeft {
    flush();
    inbox.watch();
    while (true) {
      requireClient();
      LockSupport.park(this);
    }
  }

  /** As {@link #stall}, for as long as {@code lasting}. */
  void stall(Duration lasting) throws ClientLeft {
    if (lasting.equals(Break.FOREVER)) {
      stall();
    } else {
      pause(lasting);
    }
  }

  /** Ends with a reset (RST), once what was sent has arrived. */
  void resetAfterArrival() {
    if (hasSent) {
      LockSupport.parkNanos(ARRIVAL_NANOS);
    }
    reset();
  }

  /** Ends with a reset (RST) now. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already, which is an end all the same.
    }
    close();
  }

  /** Says that no more will come (FIN); the client may still speak. */
  void halfClose() throws ClientLeft {
    flush();
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new ClientLeft(e);
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody is left to be told.
    }
  }

  /** Ends the connection from another thread. */
  void abort() {
    aborted = true;
    reset();
    LockSupport.unpark(owner);
  }

  boolean isAborted() {
    return aborted;
  }

  private void writeInPieces(int size) throws IOException {
    for (int from = 0; from < gathered.length(); from += size) {
      if (from > 0) {
        idle(transfer.writesApart());
      }
      out.write(gathered.array(), from, Math.min(size, gathered.length() - from));
    }
  }

  private void idle(Duration length) throws ClientLeft {
    if (!length.isPositive()) {
      return;
    }
    inbox.watch();
    long start = time.nanos();
    Duration left = length;
    while (left.isPositive()) {
      requireClient();
      time.park(left);
      left = length.minus(time.since(start));
    }
    requireClient();
  }

  private void requireClient() throws ClientLeft {
    if (aborted || inbox.hasEnded()) {
      throw new ClientLeft();
    }
  }
}
