package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * Answers each request with the same head and body, in pieces as told, and remembers what was sent.
 */
public final class ScriptedTransport implements Transport {
  /** How a body ends. */
  public enum Ending {
    /** With its last chunk. */
    CLOSED,
    /** With its connection, which is all that tells its end. */
    UNFRAMED,
    BROKEN,
    SILENT
  }

  public final List<HttpCall> calls = new ArrayList<>();
  public final List<String> log = new ArrayList<>();
  public final CountDownLatch silence = new CountDownLatch(1);
  private final HttpHead head;
  private final byte[] body;
  private final Ending ending;
  private int[] splits = {};

  public ScriptedTransport(HttpHead head, byte[] body, Ending ending) {
    this.head = head;
    this.body = body;
    this.ending = ending;
  }

  public static ScriptedTransport answering(int status, String body, String... headers) {
    return new ScriptedTransport(
        new HttpHead(status, Headers.of(headers)),
        body.getBytes(StandardCharsets.UTF_8),
        Ending.CLOSED);
  }

  public static ScriptedTransport streaming(String body) {
    return answering(200, body, "Content-Type", "text/event-stream");
  }

  public ScriptedTransport ending(Ending other) {
    return new ScriptedTransport(head, body, other);
  }

  /** Ends a read at each of these offsets into the body. */
  public ScriptedTransport splitAt(int... offsets) {
    splits = Arrays.stream(offsets).sorted().toArray();
    return this;
  }

  public ScriptedTransport byteByByte() {
    splits = IntStream.range(1, body.length).toArray();
    return this;
  }

  @Override
  public Exchange open(HttpCall call) {
    return new Scripted(call);
  }

  @Override
  public void close() {}

  private final class Scripted implements Exchange {
    private final HttpCall call;
    private final CountDownLatch aborted = new CountDownLatch(1);
    private volatile Optional<Failure> cause = Optional.empty();
    private boolean isRead;

    Scripted(HttpCall call) {
      this.call = call;
    }

    @Override
    public HttpHead head() throws TransportException {
      check();
      calls.add(call);
      return ending == Ending.UNFRAMED || head.headers().first("content-length").isPresent()
          ? head
          : new HttpHead(head.status(), head.headers().with("Transfer-Encoding", "chunked"));
    }

    @Override
    public InputStream body() {
      return new Pieces();
    }

    @Override
    public void abort(Failure failure) {
      if (cause.isEmpty() && !isRead) {
        cause = Optional.of(failure);
        log.add("aborted");
        aborted.countDown();
      }
    }

    @Override
    public void close() {
      log.add(isRead ? "closed, reusable" : "closed");
    }

    private void check() throws TransportException {
      if (cause.isPresent()) {
        throw new TransportException(cause.get());
      }
    }

    private final class Pieces extends InputStream {
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        check();
        if (length == 0) {
          return 0;
        }
        if (at == body.length) {
          return atEnd();
        }
        int count = Math.min(length, nextSplit() - at);
        System.arraycopy(body, at, target, from, count);
        at += count;
        return count;
      }

      private int nextSplit() {
        int found = Arrays.binarySearch(splits, at + 1);
        int next = found < 0 ? -found - 1 : found;
        return next < splits.length ? splits[next] : body.length;
      }

      private int atEnd() throws IOException {
        switch (ending) {
          case CLOSED, UNFRAMED -> isRead = true;
          case BROKEN ->
              throw new TransportException(
                  new Failure.ConnectionFailed(FailureDetail.of("connection reset")));
          case SILENT -> awaitAbort();
        }
        return -1;
      }

      private void awaitAbort() throws IOException {
        silence.countDown();
        try {
          aborted.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted");
        }
        check();
      }
    }
  }
}
