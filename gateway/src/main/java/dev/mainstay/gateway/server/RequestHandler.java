package dev.mainstay.gateway.server;

/** What a {@link GatewayServer} does with its requests. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Answers one request, on a virtual thread of its own: it may block. The answer must be complete
   * when this returns: without one the caller gets a 500, and a stream that was not {@linkplain
   * ResponseStream#finish finished} is cut off, so that nobody takes it for whole.
   *
   * @throws Exception which the caller gets as a 500 that says nothing of it, or as a cut stream;
   *     but a {@link RequestRejectedException} as what it says, and a {@link CallerLeftException}
   *     is quietly forgotten
   */
  void handle(ServerRequest request, ServerResponse response) throws Exception;
}
