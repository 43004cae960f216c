package dev.mainstay.embedding;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.Engine;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The calls for the parts of one request for embeddings. All parts are answered by one model, since
 * the vectors of two cannot be compared: where it does not carry the request through, all are asked
 * for anew of another. Not thread-safe.
 */
final class EmbeddingCalls {
  private static final Failure OTHER_MODEL =
      new Failure.UnsupportedParameter(
          FailureDetail.of("the parts of one request for embeddings are asked of one model"));

  private final Engine engine;
  private final Router router;
  private final List<EmbeddingRequest> parts;
  private final CallOptions options;
  private final CallBudget untilDeadline;
  private final List<CallMetadata> calls = new ArrayList<>();
  // Those that did not carry the request through, and by what.
  private final Map<Model, MainstayException> left = new HashMap<>();

  EmbeddingCalls(Engine engine, Router router, List<EmbeddingRequest> parts, CallOptions options) {
    this.engine = engine;
    this.router = router;
    this.parts = parts;
    this.options = options;
    this.untilDeadline = CallBudget.of(Integer.MAX_VALUE, engine.deadline(options));
  }

  /**
   * The answer to all parts.
   *
   * @throws MainstayException if there is none
   */
  EmbeddingResponse answer() {
    Optional<List<JsonObject>> answers = Optional.empty();
    while (answers.isEmpty()) {
      answers = ofOneModel();
    }
    return new EmbeddingResponse(EmbeddingParts.joined(answers.get()), calls);
  }

  /** The answers to all parts; nothing where the model that answered the first fails at another. */
  private Optional<List<JsonObject>> ofOneModel() {
    ChatResponse first =
        ask(parts.getFirst(), deployment -> whyLeft(deployment).map(MainstayException::failure));
    Optional<Model> model = modelOf(first.metadata());
    List<JsonObject> answers = new ArrayList<>(List.of(json(first)));
    for (EmbeddingRequest part : parts.subList(1, parts.size())) {
      try {
        answers.add(askSame(part.withModel(first.metadata().group()), model));
      } catch (MainstayException e) {
        if (e.failure().isOfCall() || model.isEmpty()) {
          throw e;
        }
        left.put(model.get(), e);
        return Optional.empty();
      }
      requireAlike(answers);
    }
    return Optional.of(answers);
  }

  private Optional<MainstayException> whyLeft(Deployment deployment) {
    return Optional.ofNullable(left.get(Model.of(deployment)));
  }

  private JsonObject askSame(EmbeddingRequest part, Optional<Model> model) {
    return json(
        ask(
            part,
            deployment ->
                model.isEmpty() || model.get().equals(Model.of(deployment))
                    ? Optional.empty()
                    : Optional.of(OTHER_MODEL)));
  }

  private ChatResponse ask(
      EmbeddingRequest part, Function<Deployment, Optional<Failure>> obstacles) {
    ChatCall call =
        ChatCall.of(new ChatRequest(part.json())).withOptions(options).withBudget(untilDeadline);
    try {
      ChatResponse answer = engine.chat(call, obstacles);
      calls.add(answer.metadata());
      return answer;
    } catch (MainstayException e) {
      calls.add(e.metadata());
      throw calls.size() == 1 ? e : ofAll(e);
    }
  }

  // The attempts at the parts before it are the caller's too.
  private MainstayException ofAll(MainstayException last) {
    MainstayException all =
        MainstayException.of(
            last.failure(),
            CallMetadata.ofAll(calls),
            Optional.empty(),
            Optional.empty(),
            last.notWaited().or(() -> notWaitedFor(last.failure())),
            List.of());
    for (Throwable other : last.getSuppressed()) {
      all.addSuppressed(other);
    }
    return all;
  }

  // Whoever is left for good ends the request by what it was left for, wait and all.
  private Optional<Duration> notWaitedFor(Failure failure) {
    return left.values().stream()
        .filter(e -> e.failure().equals(failure))
        .findFirst()
        .flatMap(MainstayException::notWaited);
  }

  private Optional<Model> modelOf(CallMetadata metadata) {
    List<Deployment> deployments =
        router.group(metadata.group()).map(Group::deployments).orElse(List.of());
    return metadata
        .deployment()
        .flatMap(id -> deployments.stream().filter(d -> d.id().equals(id)).findFirst())
        .map(Model::of);
  }

  private void requireAlike(List<JsonObject> answers) {
    OptionalInt first = EmbeddingItems.dimensions(answers.getFirst());
    OptionalInt last = EmbeddingItems.dimensions(answers.getLast());
    if (!first.equals(last) && first.isPresent() && last.isPresent()) {
      String message =
          "the parts of the request were answered in vectors of "
              + first.getAsInt()
              + " and of "
              + last.getAsInt()
              + " dimensions";
      throw MainstayException.of(
          new Failure.MalformedAnswer(FailureDetail.of(message)),
          CallMetadata.ofAll(calls),
          Optional.empty(),
          List.of());
    }
  }

  private static JsonObject json(ChatResponse answer) {
    return answer
        .json()
        .orElseThrow(() -> new IllegalStateException("a plain answer without its JSON"));
  }

  /** A model, which may be another one at another address under the same name. */
  private record Model(String provider, String name, Optional<URI> endpoint) {
    static Model of(Deployment deployment) {
      return new Model(deployment.provider(), deployment.model(), deployment.endpoint());
    }
  }
}
