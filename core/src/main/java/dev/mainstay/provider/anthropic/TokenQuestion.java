package dev.mainstay.provider.anthropic;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Bodies;
import dev.mainstay.provider.wire.ProvenExchange;
import dev.mainstay.provider.wire.UnsupportedException;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks how many tokens a request has. https://docs.claude.com/en/api/messages-count-tokens
 *
 * @param service where it is asked
 * @param transport carries the question
 * @param time ends it in time
 */
record TokenQuestion(Service service, Transport transport, TimeSource time) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final List<String> FIELDS =
      List.of("model", "system", "messages", "tools", "tool_choice", "thinking");

  OptionalLong ask(URI address, Deployment deployment, ChatRequest request, Duration timeout)
      throws InterruptedException {
    try {
      return answer(
          ProvenExchange.of(transport, deployment, call(address, deployment, request, timeout)),
          timeout);
    } catch (InterruptedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return OptionalLong.empty();
    } catch (IOException | JsonException | UnsupportedException | IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  private HttpCall call(URI address, Deployment deployment, ChatRequest request, Duration timeout) {
    JsonObject whole = MessagesRequest.of(deployment, request);
    JsonObjectBuilder body = JsonObject.builder();
    FIELDS.forEach(name -> whole.get(name).ifPresent(value -> body.put(name, value)));
    return new HttpCall(
        "POST",
        address,
        MessagesHeaders.of(service, deployment, request.json(), false),
        service.bodyOfCounts(body.build()).toBytes(),
        timeout);
  }

  private OptionalLong answer(Exchange opened, Duration timeout)
      throws IOException, InterruptedException {
    Failure late = new Failure.Cancelled(FailureDetail.of("the count took too long"));
    try (Exchange exchange = opened) {
      TimeSource.Timer guard = time.schedule(timeout, () -> exchange.abort(late));
      try {
        HttpHead head = exchange.head();
        Optional<byte[]> body =
            head.isSuccess() ? Bodies.read(exchange.body(), MAX_BYTES) : Optional.empty();
        return body.map(bytes -> Json.parseObject(bytes).number("input_tokens"))
            .orElse(OptionalLong.empty());
      } finally {
        guard.cancel();
      }
    }
  }
}
