package dev.mainstay.simulator;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
public final class ReceivedRequest {
  private final long number;
  private final long connection;
  private final Instant at;
  private final long nanos;
  private final HttpRequest request;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  ReceivedRequest(long number, long connection, Instant at, long nanos, HttpRequest request) {
    this.number = number;
    this.connection = connection;
    this.at = at;
    this.nanos = nanos;
    this.request = request;
  }

  /**
   * Which request this is, from 1. The answer's {@code x-request-id} is {@code req_simulated_} and
   * it.
   */
  public long number() {
    return number;
  }

  /** Which connection it came on, from 1: requests with the same number shared one. */
  public long connection() {
    return connection;
  }

  /** When it had come in whole. */
  public Instant at() {
    return at;
  }

  /** The method, as in {@code POST}. */
  public String method() {
    return request.method();
  }

  /** The path without the query, as in {@code /v1/chat/completions}. */
  public String path() {
    return request.path();
  }

  /** Path and query as they came. */
  public String target() {
    return request.target();
  }

  /** The headers in order; unmodifiable. */
  public List<Header> headers() {
    return request.headers();
  }

  /** The first header {@code name}, without regard to case. */
  public Optional<String> header(String name) {
    return request.header(name);
  }

  /**
   * The key in {@code Authorization: Bearer}, else in {@code x-api-key} or {@code api-key}; empty
   * where there is none.
   */
  public String apiKey() {
    return request.apiKey();
  }

  /** A copy of the body's bytes as they came, chunks put together. */
  public byte[] body() {
    return request.body().clone();
  }

  /** The body as text. */
  public String text() {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  /**
   * The body as a chat request.
   *
   * @throws dev.mainstay.json.JsonException if it is no JSON object
   */
  public ChatRequest chat() {
    return new ChatRequest(Json.parseObject(request.body()));
  }

  /** How it ended; nothing while it is being answered. */
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending.getNow(null));
  }

  /**
   * How it ended, waiting for that.
   *
   * @throws IllegalStateException if it has not ended within {@code longest}
   */
  public Ending awaitEnding(Duration longest) {
    try {
      return ending.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(this + " has not ended within " + longest, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + this, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void ended(Ending.Kind kind, Instant at, long nanos) {
    ending.complete(new Ending(kind, at, Duration.ofNanos(nanos - this.nanos)));
  }

  @Override
  public String toString() {
    String how = ending().map(end -> end.kind() + " after " + end.after()).orElse("in flight");
    return "request " + number + ": " + method() + " " + target() + ", " + how;
  }
}
