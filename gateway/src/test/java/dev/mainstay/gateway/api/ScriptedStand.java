package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.GatewayServer;
import dev.mainstay.gateway.server.ServerOptions;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The gateway's API over real connections, and behind it a scripted provider on a clock that jumps:
 * the groups {@code chat}, and {@code safe}, which falls back to {@code backup}; each has one
 * deployment, scripted under the same name.
 */
final class ScriptedStand implements AutoCloseable {
  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final EventLoops loops = EventLoops.start(1);
  private final GatewayServer server;

  ScriptedStand(UnaryOperator<GatewayConfigBuilder> more) throws IOException {
    this(more, new IgnoredFields(field -> {}));
  }

  /** One that tells {@code ignored} of the fields that do nothing. */
  ScriptedStand(UnaryOperator<GatewayConfigBuilder> more, IgnoredFields ignored)
      throws IOException {
    GatewayConfig config =
        more.apply(
                GatewayConfig.builder()
                    .host("127.0.0.1")
                    .group("chat", Deployment.of("scripted/chat"))
                    .group("safe", Deployment.of("scripted/safe"))
                    .group("backup", Deployment.of("scripted/backup"))
                    .fallback("safe", "backup"))
            .build();
    Mainstay mainstay =
        config.apply(Mainstay.builder()).provider("scripted", provider).time(time).build();
    server =
        GatewayServer.start(
            loops,
            ServerOptions.defaults().withErrors(Api.errors()).withLimits(config.limits()),
            new Api(
                mainstay, config, new Admission(config.limits(), time), time, () -> true, ignored));
  }

  static ScriptedStand of(String deployment, Action... acts) throws IOException {
    ScriptedStand stand = new ScriptedStand(config -> config);
    stand.provider().always(deployment, acts);
    return stand;
  }

  ScriptedProvider provider() {
    return provider;
  }

  ManualTime time() {
    return time;
  }

  Caller caller() throws IOException {
    return new Caller(server.port());
  }

  static Action pauses(Duration duration) {
    return ScriptedProvider.pauses(duration);
  }

  static Action says(String text) {
    JsonObject delta = JsonObject.of("content", new JsonString(text));
    return chunk(new TextDelta(text), "{\"index\":0,\"delta\":" + delta.toJson() + "}");
  }

  static Action finishes() {
    return chunk(
        new Finished(FinishReason.STOP, "stop"),
        "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
  }

  private static Action chunk(ChatEvent event, String choice) {
    String json = "{\"object\":\"chat.completion.chunk\",\"choices\":[" + choice + "]}";
    return ScriptedProvider.says(
        new ChatChunk(List.of(event), Optional.of(Json.parseObject(json))));
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }
}
