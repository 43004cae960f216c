package dev.mainstay.cli.explain;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a running gateway knows of its deployments' limits, by its page of them. */
public final class LiveLimits {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String PAGE = "/health/deployments";

  private final Screen screen;

  private LiveLimits(Screen screen) {
    this.screen = screen;
  }

  /**
   * Asks the gateway at {@code url}, and shows what it says of {@code deployments}.
   *
   * @param url as its callers write it, with {@code /v1} or without
   * @param key the gateway's master key, where it has one
   * @throws IOException if it does not answer as a gateway does; the message says why
   * @throws InterruptedException if the thread is interrupted
   */
  public static void show(
      Screen screen, URI url, Optional<Secret> key, List<String> deployments, Transport transport)
      throws IOException, InterruptedException {
    String base = url.toString().replaceFirst("/+(v1/*)?$", "");
    JsonObject page = page(URI.create(base + PAGE), key, transport);
    new LiveLimits(screen).show(base, page, deployments);
  }

  private static JsonObject page(URI page, Optional<Secret> key, Transport transport)
      throws IOException, InterruptedException {
    Headers headers =
        key.map(secret -> Headers.of("authorization", "Bearer " + secret.reveal()))
            .orElse(Headers.none());
    HttpCall call = new HttpCall("GET", page, headers, new byte[0], CONNECT);
    try (Exchange exchange = transport.open(call)) {
      HttpHead head = exchange.head();
      byte[] body = exchange.body().readAllBytes();
      if (!head.isSuccess()) {
        throw new IOException("it answers " + head.status());
      }
      return Json.parseObject(body);
    } catch (JsonException e) {
      throw new IOException("its answer is not JSON", e);
    }
  }

  private void show(String base, JsonObject page, List<String> deployments) {
    screen.println();
    screen.println("At " + base + " now:");
    JsonArray known = page.array("deployments").orElse(JsonArray.of());
    for (String id : deployments) {
      known
          .objects()
          .filter(told -> told.text("id").filter(id::equals).isPresent())
          .findFirst()
          .ifPresentOrElse(
              told -> show(id, told),
              () -> screen.println("  " + screen.in(Tone.STRONG, id) + ": not there"));
    }
  }

  private void show(String id, JsonObject told) {
    screen.println(
        "  "
            + screen.in(Tone.STRONG, id)
            + ": "
            + number(told, "under_way")
            + " under way, "
            + number(told, "waiting")
            + " waiting"
            + told.object("waits_for").map(LiveLimits::wait).orElse("")
            + told.object("cools_down").map(LiveLimits::cooldown).orElse(""));
    told.array("limits").orElse(JsonArray.of()).objects().forEach(this::limit);
  }

  private static String wait(JsonObject wait) {
    String seconds = number(wait, "seconds");
    return " for "
        + article(wait.text("what").orElse("?"))
        + (seconds.isEmpty() ? "" : ", " + seconds + " s at least");
  }

  private static String article(String what) {
    return (what.equals("rate") ? "the " : "a ") + what;
  }

  private static String cooldown(JsonObject cooldown) {
    String seconds = number(cooldown, "seconds");
    return (seconds.equals("0") ? "; is to prove itself" : "; cools down for " + seconds + " s")
        + " after "
        + cooldown.text("after").orElse("?");
  }

  private void limit(JsonObject limit) {
    String seconds = number(limit, "seconds");
    String what = limit.text("of").orElse("?").replace('_', ' ');
    screen.println(
        String.format(
            Locale.ROOT,
            "    %-8s%s %s%s, %s of them now",
            limit.text("source").orElse("?"),
            number(limit, "most"),
            what,
            seconds.isEmpty() ? "" : " in " + seconds + " s",
            number(limit, "available")));
  }

  private static String number(JsonObject object, String name) {
    return object.get(name).orElse(null) instanceof JsonNumber(String literal) ? literal : "";
  }
}
