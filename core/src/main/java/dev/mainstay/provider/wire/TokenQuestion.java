package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Asks a provider how many tokens a request has. Whatever keeps it from telling is not a failure:
 * the count is then estimated.
 *
 * @param transport carries the question
 * @param time ends it in time
 */
public record TokenQuestion(Transport transport, TimeSource time) {
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * The count that {@code deployment} tells.
   *
   * @param question makes the request; may throw as a dialect's request does
   * @param field the answer's field that holds the count
   * @param timeout how long it may take in all
   * @return nothing where it is not told
   * @throws InterruptedException if the thread is interrupted
   */
  public OptionalLong ask(
      Deployment deployment, Supplier<HttpCall> question, String field, Duration timeout)
      throws InterruptedException {
    try {
      return answer(ProvenExchange.of(transport, deployment, question.get()), field, timeout);
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return OptionalLong.empty();
    } catch (IOException | JsonException | UnsupportedException | IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private OptionalLong answer(Exchange opened, String field, Duration timeout)
      throws IOException, InterruptedException {
    Failure late = new Failure.Cancelled(FailureDetail.of("the count took too long"));
    try (Exchange exchange = opened) {
      TimeSource.Timer guard = time.schedule(timeout, () -> exchange.abort(late));
      try {
        HttpHead head = exchange.head();
        Optional<byte[]> body =
            head.isSuccess() ? Bodies.read(exchange.body(), MAX_BYTES) : Optional.empty();
        return body.map(bytes -> Json.parseObject(bytes).number(field))
            .orElse(OptionalLong.empty());
      } finally {
        guard.cancel();
      }
    }
  }
}
