package dev.mainstay.gateway.server;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the server share: one server each, and its loops. */
@Timeout(120)
abstract class ServerTest {
  static final Headers TEXT = Headers.of("Content-Type", "text/plain");

  private final EventLoops loops = EventLoops.start(1);
  private GatewayServer server;

  /** The defaults but for these limits. */
  static ServerOptions limited(UnaryOperator<GatewayLimits> change) {
    return ServerOptions.defaults().withLimits(change.apply(GatewayLimits.defaults()));
  }

  GatewayServer serve(RequestHandler handler) throws IOException {
    return serve(ServerOptions.defaults(), handler);
  }

  GatewayServer serve(ServerOptions options, RequestHandler handler) throws IOException {
    server = GatewayServer.start(loops, options, handler);
    return server;
  }

  RawClient client() throws IOException {
    return new RawClient(server.port());
  }

  RawClient client(int receiveBuffer) throws IOException {
    return new RawClient(server.port(), receiveBuffer);
  }

  EventLoops loops() {
    return loops;
  }

  GatewayServer server() {
    return server;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    loops.close();
  }

  /** Answers with what came. */
  static void echo(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    response.send(200, TEXT, request.body());
  }

  static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Something that may fail. */
  interface Action {
    void run() throws Exception;
  }

  static void unchecked(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
