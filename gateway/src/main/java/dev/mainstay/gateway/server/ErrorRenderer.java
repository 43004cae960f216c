package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import java.nio.charset.StandardCharsets;

/** Puts what the server has to say into the form that its callers expect. */
@FunctionalInterface
public interface ErrorRenderer {
  /**
   * The answer that tells {@code refusal}. Called on threads that must not block.
   *
   * @param path the path that was asked for, empty where the request could not be read so far
   */
  Body render(Rejection refusal, String path);

  /**
   * What goes with the status.
   *
   * @param headers the headers, {@code Content-Type} among them
   * @param bytes the body
   */
  record Body(Headers headers, byte[] bytes) {}

  /** The message as plain text. */
  static ErrorRenderer text() {
    return (refusal, path) ->
        new Body(
            Headers.of("Content-Type", "text/plain; charset=utf-8"),
            (refusal.message() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
