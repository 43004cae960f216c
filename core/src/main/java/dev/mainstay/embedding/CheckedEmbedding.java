package dev.mainstay.embedding;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at embeddings whose vectors are those of its inputs, in their order; an answer that
 * cannot be put so is malformed, whichever provider gave it.
 */
final class CheckedEmbedding implements ProviderStream {
  private final ProviderStream stream;
  private final int inputs;
  private @Nullable Step last;

  CheckedEmbedding(ProviderStream stream, int inputs) {
    this.stream = stream;
    this.inputs = inputs;
  }

  @Override
  public Step next() throws InterruptedException {
    Step known = last;
    if (known != null) {
      return known;
    }
    Step step = checked(stream.next());
    if (!(step instanceof Next)) {
      last = step;
    }
    return step;
  }

  private Step checked(Step step) {
    if (!(step instanceof Next(ChatChunk chunk)) || chunk.json().isEmpty()) {
      return step;
    }
    try {
      JsonObject inOrder = EmbeddingItems.inOrder(chunk.json().get(), inputs);
      return new Next(new ChatChunk(chunk.events(), Optional.of(inOrder)));
    } catch (IllegalArgumentException e) {
      String message = Optional.ofNullable(e.getMessage()).orElse("an embedding cannot be read");
      return new Broken(new Failure.MalformedAnswer(FailureDetail.of(message)));
    }
  }

  @Override
  public List<ToldLimit> toldLimits() {
    return stream.toldLimits();
  }

  @Override
  public void abort(Failure cause) {
    stream.abort(cause);
  }

  @Override
  public void close() {
    stream.close();
  }
}
