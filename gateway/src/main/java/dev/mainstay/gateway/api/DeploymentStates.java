package dev.mainstay.gateway.api;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.server.ServerRequest;
import dev.mainstay.gateway.server.ServerResponse;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownLimit;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.Group;
import dev.mainstay.transport.Headers;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code GET /health/deployments}: how many calls the gateway has in hand, and how each deployment
 * stands; for whoever runs it.
 */
final class DeploymentStates implements Endpoint {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Mainstay mainstay;
  private final Admission admission;

  DeploymentStates(Mainstay mainstay, Admission admission) {
    this.mainstay = mainstay;
    this.admission = admission;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    Headers headers = CallHeaders.withoutCall().with("content-type", "application/json");
    response.send(200, headers, page().toBytes());
  }

  private JsonObject page() {
    Map<String, List<String>> groups = groupsByDeployment();
    List<JsonObject> deployments =
        mainstay.deployments().stream()
            .map(state -> told(state, groups.getOrDefault(state.id(), List.of())))
            .toList();
    JsonObject gateway =
        JsonObject.builder()
            .put("under_way", admission.inFlight())
            .put("waiting", admission.waiting())
            .build();
    return JsonObject.builder()
        .put("gateway", gateway)
        .put("deployments", JsonArray.of(deployments))
        .build();
  }

  private Map<String, List<String>> groupsByDeployment() {
    Map<String, List<String>> groups = new HashMap<>();
    for (String name : mainstay.groups()) {
      List<Deployment> deployments = mainstay.group(name).map(Group::deployments).orElse(List.of());
      for (Deployment deployment : deployments) {
        groups.computeIfAbsent(deployment.id(), any -> new ArrayList<>()).add(name);
      }
    }
    return groups;
  }

  private static JsonObject told(DeploymentState state, List<String> groups) {
    JsonValue wait = state.waitsFor().<JsonValue>map(DeploymentStates::told).orElse(JsonNull.NULL);
    JsonValue cooldown =
        state.coolingDown().<JsonValue>map(DeploymentStates::told).orElse(JsonNull.NULL);
    return JsonObject.builder()
        .put("id", state.id())
        .put("model", state.model())
        .put("groups", texts(groups))
        .put("shares_limits_with", texts(state.sharedWith()))
        .put("under_way", state.underWay())
        .put("waiting", state.waiting())
        .put("waits_for", wait)
        .put("cools_down", cooldown)
        .put("limits", JsonArray.of(state.limits().stream().map(DeploymentStates::told).toList()))
        .build();
  }

  private static JsonObject told(DeploymentState.Wait wait) {
    JsonValue seconds =
        wait.length().<JsonValue>map(DeploymentStates::seconds).orElse(JsonNull.NULL);
    return JsonObject.builder().put("what", word(wait.reason())).put("seconds", seconds).build();
  }

  private static JsonObject told(DeploymentState.CoolingDown cooldown) {
    return JsonObject.builder()
        .put("after", cooldown.cause().kind())
        .put("seconds", seconds(cooldown.remaining()))
        .build();
  }

  private static JsonObject told(KnownLimit limit) {
    JsonObjectBuilder told = JsonObject.builder();
    told.put("source", word(limit.source()));
    told.put("of", limit.period().isPresent() ? word(limit.quantity()) : "parallel_requests");
    limit.period().ifPresent(period -> told.put("seconds", seconds(period)));
    told.put("most", number(limit.most()));
    return told.put("available", number(limit.available())).build();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static JsonArray texts(List<String> texts) {
    return JsonArray.of(texts.stream().map(JsonString::new).toList());
  }

  private static JsonNumber seconds(Duration span) {
    return number(span.toNanos() / NANOS_PER_SECOND);
  }

  // To the hundredth.
  private static JsonNumber number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
    return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
  }
}
