package dev.mainstay.simulator.server;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.dialect.HttpRequest;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request, as its connection heard it. */
final class Received implements ReceivedRequest {
  private final long number;
  private final long connection;
  private final Instant at;
  private final long nanos;
  private final HttpRequest request;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  Received(long number, long connection, Instant at, long nanos, HttpRequest request) {
    this.number = number;
    this.connection = connection;
    this.at = at;
    this.nanos = nanos;
    this.request = request;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public long connection() {
    return connection;
  }

  @Override
  public Instant at() {
    return at;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.path();
  }

  @Override
  public String target() {
    return request.target();
  }

  @Override
  public List<Header> headers() {
    return request.headers();
  }

  @Override
  public Optional<String> header(String name) {
    return request.header(name);
  }

  @Override
  public String apiKey() {
    return request.apiKey();
  }

  @Override
  public byte[] body() {
    return request.body().clone();
  }

  @Override
  public String text() {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  @Override
  public ChatRequest chat() {
    return new ChatRequest(Json.parseObject(request.body()));
  }

  @Override
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending.getNow(null));
  }

  @Override
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
