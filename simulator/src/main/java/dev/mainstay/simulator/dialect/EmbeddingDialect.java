package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Message;
import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vendor's embeddings: asked for in a form of their own, refused and limited as its chats are.
 * What an answer says does not matter for them, and there is no stream of them. One that ends
 * before its end lacks its last vector.
 */
final class EmbeddingDialect implements Dialect {
  private static final int LARGEST = 4096;

  private final Dialect vendor;
  private final EmbeddingForm form;

  EmbeddingDialect(Dialect vendor, EmbeddingForm form) {
    this.vendor = vendor;
    this.form = form;
  }

  @Override
  public boolean isSpokenAt(String path) {
    return form.isAskedAt(path);
  }

  @Override
  public boolean isChat(String path) {
    return form.isAskedAt(path);
  }

  /** Each input is what a user says. */
  @Override
  public ChatRequest chat(HttpRequest request) {
    EmbeddingRequest asked = form.read(request);
    List<JsonObject> messages =
        asked.inputs().stream().map(input -> Message.user(text(input)).json()).toList();
    return new ChatRequest(asked.json().with("messages", JsonArray.of(messages)));
  }

  private static String text(JsonValue input) {
    return input instanceof JsonString(String text) ? text : input.toJson();
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    Optional<Fault.Status> refusal = form.refused(request);
    if (refusal.isPresent()) {
      return refusal;
    }
    int size = size(form.read(request));
    return size < 1 || size > LARGEST
        ? Optional.of(Dialect.badRequest("a vector has 1 to " + LARGEST + " dimensions"))
        : Optional.empty();
  }

  private static int size(EmbeddingRequest request) {
    return Math.toIntExact(
        Math.clamp(request.json().number("dimensions").orElse(TextVector.USUAL_SIZE), 0, 1L << 30));
  }

  @Override
  public Bytes body(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    EmbeddingRequest request = new EmbeddingRequest(ask.request().json());
    List<float[]> vectors = new ArrayList<>();
    request.inputs().forEach(input -> vectors.add(TextVector.of(text(input), size(request))));
    if (!isFinished && !vectors.isEmpty()) {
      vectors.removeLast();
    }
    int tokens = lines.promptTokens(ask.bytes());
    JsonObject answer = form.answer(new EmbeddingForm.Told(identity, request, vectors, tokens));
    return new Bytes().add(answer.toBytes());
  }

  /** None: it is never asked for one. */
  @Override
  public StreamEvents events(Identity identity, Ask ask, Lines lines) {
    throw new IllegalStateException("embeddings are not streamed");
  }

  @Override
  public JsonObject error(ErrorBody error) {
    return vendor.error(error);
  }

  @Override
  public ErrorAnswer errorAnswer(Fault.Status fault) {
    return vendor.errorAnswer(fault);
  }

  @Override
  public List<Header> limitHeaders(List<LimitTold> limits, Instant now) {
    return vendor.limitHeaders(limits, now);
  }

  @Override
  public String requestIdHeader() {
    return vendor.requestIdHeader();
  }
}
