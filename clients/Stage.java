import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * A simulated provider that is directed over HTTP, so that checks in any language can say what it
 * does and see what it was asked: {@code PUT /script} plays a script, {@code GET /requests} tells
 * the requests since then once {@code ?count=N} of them have come and all are over, or after 5 s.
 * Prints the addresses of both, and ends with its standard input.
 */
public final class Stage {
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private final Simulator simulator;
  private volatile long before;

  private Stage(Simulator simulator) {
    this.simulator = simulator;
  }

  public static void main(String[] args) throws IOException {
    try (Simulator simulator = Simulator.start()) {
      HttpServer director =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      Stage stage = new Stage(simulator);
      director.createContext("/script", stage::play);
      director.createContext("/requests", stage::tell);
      director.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      director.start();
      System.out.println("PROVIDER_URL=" + simulator.url());
      System.out.println("STAGE_URL=http://127.0.0.1:" + director.getAddress().getPort());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      director.stop(0);
    }
  }

  private void play(HttpExchange exchange) throws IOException {
    String yaml = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      Script script = Script.parse(yaml);
      before = simulator.requestCount();
      simulator.play(script);
      send(exchange, 200, "");
    } catch (ScriptException e) {
      send(exchange, 400, String.valueOf(e.getMessage()));
    }
  }

  private void tell(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    int count = query.startsWith("count=") ? Integer.parseInt(query.substring(6)) : 0;
    long start = System.nanoTime();
    List<ReceivedRequest> requests = requests();
    while (!areOver(requests, count) && System.nanoTime() - start < LONGEST_NANOS) {
      pause();
      requests = requests();
    }
    send(exchange, 200, JsonArray.of(requests.stream().map(Stage::json).toList()).toJson());
  }

  private List<ReceivedRequest> requests() {
    return simulator.requests().stream().filter(request -> request.number() > before).toList();
  }

  private static boolean areOver(List<ReceivedRequest> requests, int count) {
    return requests.size() >= count && requests.stream().allMatch(r -> r.ending().isPresent());
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static JsonObject json(ReceivedRequest request) {
    JsonObjectBuilder headers = JsonObject.builder();
    request
        .headers()
        .forEach(h -> headers.put(h.name().toLowerCase(Locale.ROOT), new JsonString(h.value())));
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("path", request.path())
            .put("headers", headers.build())
            .put("body", request.text())
            .put("ending", request.ending().map(Ending::kind).map(Enum::name).orElse("IN_FLIGHT"));
    request.ending().ifPresent(ending -> json.put("ended_at", ending.at().toEpochMilli()));
    return json.build();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
