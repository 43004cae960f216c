package dev.mainstay.cli.demo;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ChatRequestBuilder;
import dev.mainstay.model.Tool;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.Transport;
import dev.mainstay.transport.TransportException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Any client of OpenAI's API: it speaks HTTP, knows nothing of Mainstay and retries nothing. */
final class Client implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Tool WEATHER =
      Tool.function(
          "weather",
          "Tells the weather in a city.",
          "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}}");

  private final Transport transport = Transport.jdk();
  private final URI url;

  /** A client of the API whose chat completions are at {@code url}. */
  Client(URI url) {
    this.url = url;
  }

  /** Makes the call of {@code scenario}; {@code onText} is given the text as it arrives. */
  Heard call(Scenario scenario, boolean isStreamed, Consumer<String> onText)
      throws IOException, InterruptedException {
    Exchange exchange = transport.open(request(scenario, isStreamed));
    TimeSource.Timer timer =
        TimeSource.system().schedule(PATIENCE, () -> exchange.abort(silence()));
    try (exchange) {
      Listening listening = new Listening(exchange.head().status(), onText);
      if (isStreamed && exchange.head().isSuccess()) {
        listen(exchange, listening);
      } else {
        listening.body(Json.parseObject(exchange.body().readAllBytes()));
      }
      return listening.heard();
    } catch (TransportException e) {
      throw new IOException("the gateway failed its client: " + e.failure().message(), e);
    } finally {
      timer.cancel();
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  private static Failure silence() {
    String message = "it has not answered within " + PATIENCE.toSeconds() + " s";
    return new Failure.TimedOut(TimeoutPhase.TOTAL, FailureDetail.of(message));
  }

  // Behind an error the connection is closed without the body's end, so nothing more is read.
  private static void listen(Exchange exchange, Listening listening) throws IOException {
    SseReader events = new SseReader(exchange.body());
    while (!listening.hasError()) {
      Optional<SseEvent> event = events.next();
      if (event.isEmpty()) {
        return;
      }
      String data = new String(event.get().data(), StandardCharsets.UTF_8);
      if (data.equals("[DONE]")) {
        listening.done();
      } else {
        listening.chunk(Json.parseObject(data));
      }
    }
  }

  private HttpCall request(Scenario scenario, boolean isStreamed) {
    ChatRequestBuilder request = ChatRequest.builder(scenario.group()).user(scenario.story());
    if (scenario.offersTool()) {
      request.tool(WEATHER);
    }
    return new HttpCall(
        "POST",
        url,
        Headers.of("content-type", "application/json"),
        request.build().withStream(isStreamed).json().toBytes(),
        PATIENCE);
  }
}
