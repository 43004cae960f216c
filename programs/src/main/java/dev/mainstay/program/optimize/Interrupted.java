package dev.mainstay.program.optimize;

import java.util.concurrent.CancellationException;

/** The end of a long run whose thread was interrupted. */
final class Interrupted {
  private Interrupted() {}

  static CancellationException exception() {
    return new CancellationException("interrupted; what was saved is gone on with next time");
  }
}
