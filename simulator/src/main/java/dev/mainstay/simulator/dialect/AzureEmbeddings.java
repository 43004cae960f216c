package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.Optional;
import java.util.regex.Pattern;

/** OpenAI's embeddings at Azure. https://learn.microsoft.com/azure/ai-foundry/openai/reference */
final class AzureEmbeddings implements EmbeddingForm {
  private static final Pattern PATH = AzureDialect.path("embeddings");

  private final EmbeddingForm openAis = new OpenAiEmbeddings();

  @Override
  public boolean isAskedAt(String path) {
    return PATH.matcher(path).find();
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    EmbeddingRequest asked = openAis.read(request);
    return AzureDialect.deployment(PATH, request.path()).map(asked::withModel).orElse(asked);
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    return AzureDialect.withoutVersion(request).or(() -> OpenAiEmbeddings.refused(read(request)));
  }

  @Override
  public JsonObject answer(Told told) {
    return openAis.answer(told);
  }
}
