package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.ProviderStream;

/** An attempt that failed before anything could be sent. */
public record FailedStream(Failure failure) implements ProviderStream {
  @Override
  public Step next() {
    return new Broken(failure);
  }

  @Override
  public void abort(Failure cause) {}

  @Override
  public void close() {}
}
