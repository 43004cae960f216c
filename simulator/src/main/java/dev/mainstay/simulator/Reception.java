package dev.mainstay.simulator;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Receives requests: who is turned away before the script is asked, and why. */
final class Reception {
  private static final String INVALID = "invalid_request_error";
  private static final String CHAT = "/chat/completions";
  private static final String MODELS = "/models";

  private volatile Stage stage;
  private volatile @Nullable Prepared outage;

  Reception(Stage stage) {
    this.stage = stage;
  }

  /** Plays {@code stage} from now on. */
  void play(Stage stage) {
    this.stage = stage;
  }

  /** Lets {@code fault} happen to every request from now on. */
  void fail(Fault fault) {
    outage = Prepared.of(fault);
  }

  /** Ends what {@link #fail} began. */
  void heal() {
    outage = null;
  }

  Course receive(ReceivedRequest request, Exchange exchange) throws ClientLeft {
    Stage current = stage;
    Optional<Prepared> down = Optional.ofNullable(outage).or(current::outage);
    boolean isChat = request.path().endsWith(CHAT);
    if (down.isPresent()) {
      return down.get().give(exchange, isChat ? parse(request).orElse(Ask.NOTHING) : Ask.NOTHING);
    }
    Optional<String> key = current.script().key();
    if (key.isPresent() && !key.get().equals(request.apiKey())) {
      return Prepared.give(exchange, Fault.status(401));
    }
    return isChat ? chat(current, request, exchange) : page(current, request, exchange);
  }

  private static Course chat(Stage stage, ReceivedRequest request, Exchange exchange)
      throws ClientLeft {
    if (!request.method().equals("POST")) {
      return Prepared.give(exchange, notAllowed(request, "POST"));
    }
    Optional<Ask> ask = parse(request);
    if (ask.isEmpty()) {
      return Prepared.give(exchange, badRequest("We could not parse the JSON body of your request."));
    }
    Optional<Fault.Status> refusal = refusal(stage, ask.get());
    if (refusal.isPresent()) {
      return Prepared.give(exchange, refusal.get());
    }
    return admit(stage, ask.get(), request.apiKey(), exchange);
  }

  private static Course admit(Stage stage, Ask ask, String key, Exchange exchange)
      throws ClientLeft {
    if (!stage.enter()) {
      return Prepared.give(exchange, tooMany(stage.script().concurrency()));
    }
    try {
      Optional<Window.Turn> turn = stage.turn(key);
      Exchange told = turn.isPresent() ? exchange.withLimitHeaders(turn.get().headers()) : exchange;
      if (turn.isPresent() && !turn.get().isIn()) {
        return Prepared.give(told, turn.get().refusal(ask.request().model()));
      }
      Prepared reply = stage.next(ask);
      return reply.give(told.named(reply.model(ask.request().model())), ask);
    } finally {
      stage.leave();
    }
  }

  private static Course page(Stage stage, ReceivedRequest request, Exchange exchange)
      throws ClientLeft {
    if (!request.path().endsWith(MODELS)) {
      String text = "Unknown request URL: " + request.method() + " " + request.path() + ".";
      ErrorBody error = ErrorBody.of(text, INVALID).code("unknown_url");
      return Prepared.give(exchange, Fault.status(404).error(error));
    }
    if (!request.method().equals("GET")) {
      return Prepared.give(exchange, notAllowed(request, "GET"));
    }
    JsonObject models = models(stage.script(), exchange.identity().created());
    return Prepared.giveJson(exchange, 200, models, List.of());
  }

  private static Optional<Ask> parse(ReceivedRequest request) {
    try {
      ChatRequest chat = new ChatRequest(Json.parseObject(request.bytes()));
      return Optional.of(new Ask(chat, request.bytes().length));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fault.Status> refusal(Stage stage, Ask ask) {
    JsonObject json = ask.request().json();
    for (String name : List.of("model", "messages")) {
      if (!json.hasValue(name)) {
        return Optional.of(missing(name));
      }
    }
    List<String> models = stage.script().models();
    String model = ask.request().model();
    return models.isEmpty() || models.contains(model)
        ? Optional.empty()
        : Optional.of(unknownModel(model));
  }

  private static Fault.Status missing(String name) {
    String text = "Missing required parameter: '" + name + "'.";
    ErrorBody error = ErrorBody.of(text, INVALID).param(name).code("missing_required_parameter");
    return Fault.status(400).error(error);
  }

  private static Fault.Status unknownModel(String model) {
    String text = "The model `" + model + "` does not exist or you do not have access to it.";
    return Fault.status(404).error(ErrorBody.of(text, INVALID).code("model_not_found"));
  }

  private static Fault.Status badRequest(String text) {
    return Fault.status(400).error(ErrorBody.of(text, INVALID));
  }

  private static Fault.Status notAllowed(ReceivedRequest request, String allowed) {
    String text =
        "Not allowed to " + request.method() + " on " + request.path() + "; use " + allowed + ".";
    return Fault.status(405).error(ErrorBody.of(text, INVALID)).header("allow", allowed);
  }

  private static Fault.Status tooMany(int concurrency) {
    String text = "Too many requests at once: Limit " + concurrency + ".";
    ErrorBody error = ErrorBody.of(text, "requests").code("rate_limit_exceeded");
    return Fault.status(429).error(error);
  }

  private static JsonObject models(Script script, long created) {
    Stream<String> named =
        script.models().isEmpty()
            ? Stream.concat(
                script.parts().stream().flatMap(part -> part.match().model().stream()),
                Stream.of("simulated"))
            : script.models().stream();
    List<JsonObject> models = named.distinct().map(name -> model(name, created)).toList();
    return JsonObject.builder().put("object", "list").put("data", JsonArray.of(models)).build();
  }

  private static JsonObject model(String name, long created) {
    return JsonObject.builder()
        .put("id", name)
        .put("object", "model")
        .put("created", created)
        .put("owned_by", "simulator")
        .build();
  }
}
