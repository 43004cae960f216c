package dev.mainstay.cli.load;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** Sends messages, one at a time on each thread, and hears their answers out. */
final class MessageSender {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int BUFFER_BYTES = 8 * 1024;
  private static final Failure LATE = new Failure.Cancelled(FailureDetail.of("it took too long"));

  private final LoadPlan plan;
  private final Transport transport;
  private final TimeSource time;
  private final Prompts prompts;
  private final Headers headers;

  MessageSender(LoadPlan plan, Transport transport, TimeSource time) {
    this.plan = plan;
    this.transport = transport;
    this.time = time;
    this.prompts = new Prompts(plan.asking());
    this.headers = plan.headers().with("content-type", "application/json");
  }

  /**
   * Sends message {@code number} of all, which was due at {@code due}, for {@code user}.
   *
   * @throws InterruptedException if it was given up
   */
  Outcome ask(int user, long number, long due) throws InterruptedException {
    boolean isStreamed = prompts.isStreamed(number);
    byte[] body = prompts.body(user, number);
    HttpCall call = new HttpCall("POST", plan.chats(), headers, body, CONNECT);
    long sent = time.nanos();
    Hearing hearing = new Hearing(AnswerCheck.of(isStreamed, plan.asking().expected()));
    Optional<Miss> miss = hear(call, hearing);
    long end = time.nanos();
    long first = hearing.first == 0 && miss.isEmpty() ? end : hearing.first;
    return new Outcome(user, isStreamed, due, sent, first, end, miss);
  }

  private Optional<Miss> hear(HttpCall call, Hearing hearing) throws InterruptedException {
    try (Exchange exchange = transport.open(call)) {
      TimeSource.Timer timer = time.schedule(plan.timeout(), () -> exchange.abort(LATE));
      try {
        return hearing.of(exchange);
      } finally {
        timer.cancel();
      }
    } catch (TransportException e) {
      return Optional.of(
          e.failure() instanceof Failure.Cancelled || e.failure() instanceof Failure.TimedOut
              ? Miss.late(hearing.hasBegun)
              : Miss.connection(e.failure(), hearing.hasBegun));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("given up");
      }
      return Optional.of(Miss.notWhole(e.toString()));
    }
  }

  /** One answer as it is heard. */
  private final class Hearing {
    private final AnswerCheck check;
    private boolean hasBegun;
    private long first;

    Hearing(AnswerCheck check) {
      this.check = check;
    }

    Optional<Miss> of(Exchange exchange) throws IOException, InterruptedException {
      HttpHead head = exchange.head();
      hasBegun = true;
      InputStream body = exchange.body();
      if (!head.isSuccess()) {
        return Optional.of(Miss.status(head.status(), body.readAllBytes()));
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        if (check.take(buffer, count) && first == 0) {
          first = time.nanos();
        }
      }
      return check.miss();
    }
  }
}
