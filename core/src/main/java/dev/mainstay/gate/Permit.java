package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.Usage;
import java.util.Optional;

/**
 * One attempt's leave to be under way. To be closed when its connection is let go: whoever closes
 * it without an outcome has only taken a place for a while. Thread-safe.
 */
public final class Permit implements AutoCloseable {
  private final Load load;

  Permit(Load load) {
    this.load = load;
    load.entered();
  }

  /** The attempt has its first output, or its whole answer. */
  public void committed() {}

  /** The attempt's answer is whole. */
  public void succeeded(Optional<Usage> usage) {}

  /** The attempt failed, before its commit or after. */
  public void failed(Failure failure) {}

  /** The attempt is over. Without effect but for the first time. */
  @Override
  public void close() {
    load.left();
  }
}
