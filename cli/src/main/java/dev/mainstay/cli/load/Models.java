package dev.mainstay.cli.load;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.time.Duration;

/** The models that an endpoint lists. */
public final class Models {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private Models() {}

  /**
   * The first of them.
   *
   * @throws IOException if there is none, or the list cannot be read; the message says why
   * @throws InterruptedException if the thread is interrupted
   */
  public static String first(LoadPlan plan, Transport transport)
      throws IOException, InterruptedException {
    HttpCall call = new HttpCall("GET", plan.models(), plan.headers(), new byte[0], CONNECT);
    try (Exchange exchange = transport.open(call)) {
      HttpHead head = exchange.head();
      byte[] body = exchange.body().readAllBytes();
      if (!head.isSuccess()) {
        throw new IOException(Miss.status(head.status(), body).said());
      }
      JsonObject list = Json.parseObject(body);
      return list.array("data")
          .flatMap(all -> all.objects().findFirst())
          .flatMap(model -> model.text("id"))
          .orElseThrow(() -> new IOException("it lists none"));
    } catch (JsonException e) {
      throw new IOException("the answer is not a list of models", e);
    }
  }
}
