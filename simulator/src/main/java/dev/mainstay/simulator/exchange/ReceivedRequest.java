package dev.mainstay.simulator.exchange;

import dev.mainstay.model.ChatRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that the simulator has received whole, and what became of it. Safe for use by any
 * thread.
 *
 * <pre>{@code
 * ReceivedRequest request = simulator.awaitRequests(1, Duration.ofSeconds(1)).getFirst();
 * stream.close();
 * Ending ending = request.awaitEnding(Duration.ofSeconds(1));
 * assertThat(ending.kind()).isEqualTo(Ending.Kind.CLIENT_LEFT);
 * }</pre>
 */
public interface ReceivedRequest {

  /**
   * Which request this is, from 1. The answer's {@code x-request-id} is {@code req_simulated_} and
   * it.
   */
  long number();

  /** Which connection it came on, from 1: requests with the same number shared one. */
  long connection();

  /** When it had come in whole. */
  Instant at();

  /** The method, as in {@code POST}. */
  String method();

  /** The path without the query, as in {@code /v1/chat/completions}. */
  String path();

  /** Path and query as they came. */
  String target();

  /** The headers in order; unmodifiable. */
  List<Header> headers();

  /** The first header {@code name}, without regard to case. */
  Optional<String> header(String name);

  /**
   * The key in {@code Authorization: Bearer}, else in {@code x-api-key} or {@code api-key}; empty
   * where there is none.
   */
  String apiKey();

  /** A copy of the body's bytes as they came, chunks put together. */
  byte[] body();

  /** The body as text. */
  String text();

  /**
   * The body as a chat request.
   *
   * @throws dev.mainstay.json.JsonException if it is not a JSON object
   */
  ChatRequest chat();

  /** How it ended; nothing while it is being answered. */
  Optional<Ending> ending();

  /**
   * How it ended, waiting for that.
   *
   * @throws IllegalStateException if it has not ended within {@code longest}
   */
  Ending awaitEnding(Duration longest);
}
