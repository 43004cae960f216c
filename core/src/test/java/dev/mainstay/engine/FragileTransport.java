package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries to each request the reply that the test gives, in pieces of any size, and breaks it off
 * as told. It remembers what was sent.
 */
final class FragileTransport implements Transport {
  private static final byte[] KEEP_ALIVE = WireAnswer.bytes(": still there\n\n");
  private static final int MOST_BYTES_AT_ONCE = 4096;

  /** Gives the reply to the request {@code call}, which is number {@code index}, from 0. */
  interface Replying {
    Reply reply(int index, HttpCall call);
  }

  /** What comes of a request: a status, a body, and how that ends. */
  record Reply(int status, byte[] body, Ending ending) {}

  /** How a body ends. */
  enum Ending {
    CLEAN,
    RESET,
    CLOSED_EARLY,
    SILENT,
    /** Silent but for comments. */
    KEPT_ALIVE
  }

  final List<HttpCall> calls = new ArrayList<>();
  private final ManualTime time;
  private final RandomGenerator random;
  private final Replying replying;
  private int open;

  FragileTransport(ManualTime time, RandomGenerator random, Replying replying) {
    this.time = time;
    this.random = random;
    this.replying = replying;
  }

  /** How many exchanges nobody has closed. */
  int open() {
    return open;
  }

  @Override
  public Exchange open(HttpCall call) {
    open++;
    return new Fragile(call);
  }

  @Override
  public void close() {}

  private final class Fragile implements Exchange {
    private final HttpCall call;
    private Reply reply = new Reply(0, new byte[0], Ending.CLEAN);
    private @Nullable Failure cause;
    private boolean closed;

    Fragile(HttpCall call) {
      this.call = call;
    }

    @Override
    public HttpHead head() throws TransportException {
      check();
      calls.add(call);
      reply = replying.reply(calls.size() - 1, call);
      String type = reply.status() == 200 ? "text/event-stream" : "application/json";
      return new HttpHead(
          reply.status(), Headers.of("Content-Type", type, "Transfer-Encoding", "chunked"));
    }

    @Override
    public InputStream body() {
      return new Pieces();
    }

    @Override
    public void abort(Failure failure) {
      cause = cause == null ? failure : cause;
    }

    @Override
    public void close() {
      open -= closed ? 0 : 1;
      closed = true;
    }

    private void check() throws TransportException {
      if (cause != null) {
        throw new TransportException(cause);
      }
    }

    private final class Pieces extends InputStream {
      private byte[] bytes = reply.body();
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        check();
        if (at == bytes.length && !goesOn()) {
          return -1;
        }
        int most = 1 + random.nextInt(random.nextBoolean() ? 16 : MOST_BYTES_AT_ONCE);
        int count = Math.min(Math.min(length, most), bytes.length - at);
        System.arraycopy(bytes, at, target, from, count);
        at += count;
        return count;
      }

      private boolean goesOn() throws IOException {
        return switch (reply.ending()) {
          case CLEAN -> false;
          case RESET -> throw new IOException("connection reset");
          case CLOSED_EARLY ->
              throw new TransportException(
                  new Failure.ConnectionFailed(FailureDetail.of("closed inside the body")));
          case SILENT -> wait(Duration.ofDays(10_000));
          case KEPT_ALIVE -> wait(Duration.ofSeconds(15));
        };
      }

      private boolean wait(Duration duration) throws IOException {
        long until = time.nanos() + duration.toNanos();
        while (cause == null && time.nanos() < until) {
          time.park(Duration.ofNanos(until - time.nanos()));
        }
        check();
        bytes = KEEP_ALIVE;
        at = 0;
        return true;
      }
    }
  }
}
