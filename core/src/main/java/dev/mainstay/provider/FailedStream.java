package dev.mainstay.provider;

import dev.mainstay.failure.Failure;

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
