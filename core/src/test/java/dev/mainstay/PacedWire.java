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

/** A wire on the test's clock: each host answers what the test says, action by action. */
final class PacedWire implements Transport {
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** One thing that happens on a connection; behind the last action the body ends cleanly. */
  sealed interface Action {
    /** The head, or bytes of the body. */
    record Says(int status, String text) implements Action {}

    record Pauses(Duration duration) implements Action {}

    record Breaks(String how) implements Action {}
  }

  /** What a host does with a request. */
  interface Host {
    List<Action> answer(HttpCall call);
  }

  static Action says(String text) {
    return new Action.Says(200, text);
  }

  static Action refuses(int status) {
    return new Action.Says(
        status, "{\"error\":{\"message\":\"refused\",\"type\":\"server_error\"}}");
  }

  static Action pauses(Duration duration) {
    return new Action.Pauses(duration);
  }

  static Action stalls() {
    return new Action.Pauses(FOR_EVER);
  }

  static Action breaks(String how) {
    return new Action.Breaks(how);
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
    private final Deque<Action> actions = new ArrayDeque<>();
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
        actions.addAll(hosts.get(host).answer(call));
        while (!(actions.peek() instanceof Action.Says)) {
          perform(actions.poll());
        }
        int status = ((Action.Says) actions.getFirst()).status();
        boolean isStream = status == 200 && new String(call.body(), UTF_8).contains("\"stream\"");
        String type = isStream ? "text/event-stream" : "application/json";
        head =
            new HttpHead(status, Headers.of("Content-Type", type, "Transfer-Encoding", "chunked"));
      }
      return head;
    }

    @Override
    public InputStream body() {
      return new Body();
    }

    private void perform(@Nullable Action action) throws TransportException {
      switch (action) {
        case Action.Pauses(Duration duration) -> pause(duration);
        case Action.Breaks(String how) -> throw new TransportException(broken(how));
        case null -> throw new TransportException(broken("closed before an answer"));
        case Action.Says says -> throw new IllegalStateException("said, not performed: " + says);
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
          Action action = actions.poll();
          if (action == null) {
            return -1;
          }
          if (action instanceof Action.Says(int status, String text)) {
            bytes = text.getBytes(UTF_8);
            at = 0;
          } else {
            perform(action);
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
