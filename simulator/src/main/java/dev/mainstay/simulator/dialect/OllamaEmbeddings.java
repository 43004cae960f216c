package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;

/** Ollama's own embeddings. https://docs.ollama.com/api/embed */
final class OllamaEmbeddings implements EmbeddingForm {
  @Override
  public boolean isAskedAt(String path) {
    return path.endsWith("/api/embed");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    List<JsonValue> inputs = new EmbeddingRequest(body).inputs();
    return EmbeddingForm.request(body.text("model").orElse(""), inputs, body.get("dimensions"));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    EmbeddingRequest asked = read(request);
    if (asked.model().isEmpty()) {
      return Optional.of(Dialect.badRequest("model is required"));
    }
    return asked.inputs().stream().allMatch(JsonString.class::isInstance)
        ? Optional.empty()
        : Optional.of(Dialect.badRequest("invalid input type"));
  }

  @Override
  public JsonObject answer(Told told) {
    return JsonObject.builder()
        .put("model", told.identity().model())
        .put("embeddings", told.numbers())
        .put("total_duration", 14_143_917L)
        .put("load_duration", 1_019_500L)
        .put("prompt_eval_count", told.tokens())
        .build();
  }
}
