package dev.mainstay.simulator.server;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.simulator.dialect.Ask;
import dev.mainstay.simulator.dialect.Dialect;
import dev.mainstay.simulator.dialect.Dialects;
import dev.mainstay.simulator.dialect.HttpRequest;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Receives requests: who is turned away before the script is asked, and what happens to the rest.
 */
public final class Dispatcher {
  private static final String INVALID = "invalid_request_error";
  private static final String MODELS = "/models";

  private volatile ScriptPlayer stage;
  private volatile @Nullable Prepared outage;

  private final AtomicLong refusals = new AtomicLong();

  public Dispatcher(ScriptPlayer stage) {
    this.stage = stage;
  }

  /** Plays {@code stage} from now on. */
  public void play(ScriptPlayer stage) {
    this.stage = stage;
  }

  /** Lets {@code fault} happen to every request from now on. */
  public void fail(Fault fault) {
    outage = Prepared.of(fault);
  }

  /** Ends what {@link #fail} began. */
  public void heal() {
    outage = null;
  }

  /** How many requests were refused so far by limits, or by too many being in flight. */
  public long refusals() {
    return refusals.get();
  }

  /** Decides what happens to {@code request}; that it is decided uses up its step. */
  Action decide(HttpRequest request) {
    ScriptPlayer current = stage;
    Optional<Prepared> down = Optional.ofNullable(outage).or(current::outage);
    boolean isChat = Dialects.of(request.path()).isChat(request.path());
    if (down.isPresent()) {
      Ask ask = isChat ? parse(request).orElse(Ask.NOTHING) : Ask.NOTHING;
      return exchange -> down.get().give(exchange, ask);
    }
    Optional<String> key = current.script().key();
    if (key.isPresent() && !key.get().equals(request.apiKey())) {
      return turnAway(Fault.status(401));
    }
    return isChat ? chat(current, request) : page(current.script(), request);
  }

  private Action chat(ScriptPlayer stage, HttpRequest request) {
    if (!request.method().equals("POST")) {
      return turnAway(notAllowed(request, "POST"));
    }
    Optional<Ask> ask = parse(request);
    if (ask.isEmpty()) {
      return turnAway(Dialect.badRequest("We could not parse the JSON body of your request."));
    }
    Optional<Fault.Status> refusal =
        Dialects.of(request.path()).refused(request).or(() -> refusal(stage.script(), ask.get()));
    return refusal.isPresent() ? turnAway(refusal.get()) : admit(stage, ask.get(), request);
  }

  private Action admit(ScriptPlayer stage, Ask ask, HttpRequest request) {
    if (!stage.enter()) {
      refusals.incrementAndGet();
      return turnAway(tooMany(stage.script().concurrency()));
    }
    String key = request.apiKey();
    LimitsVerdict verdict = stage.verdict(key, ask);
    List<Header> headers = stage.headers(verdict, Dialects.of(request.path()));
    if (verdict.refused().isPresent()) {
      stage.leave();
      refusals.incrementAndGet();
      Fault.Status refusal = verdict.refused().get().answer(ask.request().model());
      return exchange -> Prepared.give(exchange.withLimitHeaders(headers), refusal);
    }
    Prepared reply = stage.next(key, ask);
    return exchange -> {
      try {
        String model = reply.model(ask.request().model());
        return reply.give(exchange.withLimitHeaders(headers).named(model), ask);
      } finally {
        stage.leave();
      }
    };
  }

  private static Action page(Script script, HttpRequest request) {
    Optional<JsonObject> page = Dialects.of(request.path()).page(request);
    if (page.isPresent()) {
      return exchange -> Prepared.giveJson(exchange, 200, page.get(), List.of());
    }
    if (!request.path().endsWith(MODELS)) {
      String text = "Unknown request URL: " + request.method() + " " + request.path() + ".";
      ErrorBody error = ErrorBody.of(text, INVALID).code("unknown_url");
      return turnAway(Fault.status(404).error(error));
    }
    if (!request.method().equals("GET")) {
      return turnAway(notAllowed(request, "GET"));
    }
    return exchange -> {
      JsonObject models = models(script, exchange.identity().created());
      return Prepared.giveJson(exchange, 200, models, List.of());
    };
  }

  private static Action turnAway(Fault.Status refusal) {
    return exchange -> Prepared.give(exchange, refusal);
  }

  private static Optional<Ask> parse(HttpRequest request) {
    try {
      ChatRequest chat = Dialects.of(request.path()).chat(request);
      return Optional.of(new Ask(chat, request.body().length));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fault.Status> refusal(Script script, Ask ask) {
    JsonObject json = ask.request().json();
    if (!json.hasValue("messages")) {
      return Optional.of(missing("messages"));
    }
    List<String> models = script.models();
    String model = ask.request().model();
    // Who needs to be told which has refused the request already.
    return models.isEmpty() || model.isEmpty() || models.contains(model)
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

  private static Fault.Status notAllowed(HttpRequest request, String allowed) {
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
