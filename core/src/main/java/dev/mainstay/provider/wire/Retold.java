package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An answer whose chunks are told otherwise than they came.
 *
 * @param answer the answer
 * @param telling what is told for each chunk, in their order
 */
record Retold(ProviderStream answer, UnaryOperator<ChatChunk> telling) implements ProviderStream {
  @Override
  public Step next() throws InterruptedException {
    return told(answer.next());
  }

  @Override
  public Optional<Step> poll() throws InterruptedException {
    return answer.poll().map(this::told);
  }

  private Step told(Step step) {
    return step instanceof Next(ChatChunk chunk) ? new Next(telling.apply(chunk)) : step;
  }

  @Override
  public boolean isOfSameEvent() {
    return answer.isOfSameEvent();
  }

  @Override
  public void abort(Failure cause) {
    answer.abort(cause);
  }

  @Override
  public List<ToldLimit> toldLimits() {
    return answer.toldLimits();
  }

  @Override
  public void close() {
    answer.close();
  }
}
