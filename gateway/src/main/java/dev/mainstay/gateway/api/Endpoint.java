package dev.mainstay.gateway.api;

import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import java.io.IOException;

/** What answers the requests to one path. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers {@code request}, on a thread of its own.
   *
   * @throws ApiException if the request cannot be served, before anything was sent
   * @throws IOException if the caller has left, or its request cannot be read
   */
  void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException;
}
