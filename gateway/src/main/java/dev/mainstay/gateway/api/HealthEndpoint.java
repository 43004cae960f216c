package dev.mainstay.gateway.api;

import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health/liveliness} and {@code /health/readiness}: whether to keep it, whether to send
 * it calls.
 */
final class HealthEndpoint implements Endpoint {

  private final BooleanSupplier isWell;
  private final String good;
  private final String bad;

  private HealthEndpoint(BooleanSupplier isWell, String good, String bad) {
    this.isWell = isWell;
    this.good = good;
    this.bad = bad;
  }

  static HealthEndpoint liveliness() {
    return new HealthEndpoint(() -> true, "alive", "");
  }

  static HealthEndpoint readiness(BooleanSupplier isReady) {
    return new HealthEndpoint(isReady, "ready", "stopping");
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    boolean well = isWell.getAsBoolean();
    JsonObject body = JsonObject.of("status", new JsonString(well ? good : bad));
    response.send(well ? 200 : 503, json(), body.toBytes());
  }

  private static Headers json() {
    return CallHeaders.withoutCall().with("content-type", "application/json");
  }
}
