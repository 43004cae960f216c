package dev.mainstay;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A wire on the test's clock: each host answers what the test says, act by act. */
final class PacedWire implements Transport {
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** One thing that happens on a connection; behind the last act the body ends cleanly. */
  sealed interface Act {
    /** The head, or bytes of the body. */
    record Says(int status, String text) implements Act {}

    record Pauses(Duration duration) implements Act {}

    record Breaks(String how) implements Act {}
  }

  /** What a host does with a request. */
  interface Host {
    List<Act> answer(HttpCall call);
  }

  static Act says(String text) {
    return new Act.Says(200, text);
  }

  static Act refuses(int status) {
    return new Act.Says(status, "{\"error\":{\"message\":\"refused\",\"type\":\"server_error\"}}");
  }

  static Act pauses(Duration duration) {
    return new Act.Pauses(duration);
  }

  static Act stalls() {
    return new Act.Pauses(FOR_EVER);
  }

  static Act breaks(String how) {
    return new Act.Breaks(how);
  }

  private final ManualTime time;
  private final Map<String, Host> hosts = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  PacedWire(ManualTime time) {
    this.time = time;
  }

  PacedWire host(String name, Host host) {
    hosts.put(name, host);
    return this;
  }

  @Override
  public Exchange open(HttpCall call) {
    return new Paced(call);
  }

  @Override
  public void close() {}

  private final class Paced implements Exchange {
    private final HttpCall call;
    private final Deque<Act> acts = new ArrayDeque<>();
    private @Nullable HttpHead head;
    private @Nullable Failure cause;

    Paced(HttpCall call) {
      this.call = call;
    }

    @Override
    public HttpHead head() throws TransportException {
      if (head == null) {
        String host = call.uri().getHost();
        asked.add(host);
        acts.addAll(hosts.get(host).answer(call));
        while (!(acts.peek() instanceof Act.Says)) {
          perform(acts.poll());
        }
        int status = ((Act.Says) acts.getFirst()).status();
        boolean isStream = status == 200 && new String(call.body(), UTF_8).contains("\"stream\"");
        String type = isStream ? "text/event-stream" : "application/json";
        head = new HttpHead(status, Headers.of("Content-Type", type));
      }
      return head;
    }

    @Override
    public InputStream body() {
      return new Body();
    }

    private void perform(@Nullable Act act) throws TransportException {
      switch (act) {
        case Act.Pauses(Duration duration) -> pause(duration);
        case Act.Breaks(String how) -> throw new TransportException(broken(how));
        case null -> throw new TransportException(broken("closed before an answer"));
        case Act.Says says -> throw new IllegalStateException("said, not performed: " + says);
      }
    }

    private void pause(Duration duration) throws TransportException {
      long until = time.nanos() + duration.toNanos();
      while (cause == null && time.nanos() < until) {
        time.park(Duration.ofNanos(until - time.nanos()));
      }
      if (cause != null) {
        throw new TransportException(cause);
      }
    }

    private static Failure broken(String how) {
      return new Failure.ConnectionFailed(FailureDetail.of(how));
    }

    @Override
    public void abort(Failure failure) {
      cause = cause == null ? failure : cause;
    }

    @Override
    public void close() {}

    private final class Body extends InputStream {
      private byte[] bytes = new byte[0];
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        while (at == bytes.length) {
          Act act = acts.poll();
          if (act == null) {
            return -1;
          }
          if (act instanceof Act.Says(int status, String text)) {
            bytes = text.getBytes(UTF_8);
            at = 0;
          } else {
            perform(act);
          }
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, from, count);
        at += count;
        return count;
      }
    }
  }
}
