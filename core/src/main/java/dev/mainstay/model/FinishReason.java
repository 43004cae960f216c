package dev.mainstay.model;

import java.util.Locale;

/** Why a model stopped, in canonical terms; the provider's own word is kept beside it. */
public enum FinishReason {
  /** It had said all, or met a stop string. */
  STOP,
  /** It reached the limit on tokens. */
  LENGTH,
  /** It wants tools called. */
  TOOL_CALLS,
  /** A filter stopped it, or it refused. */
  CONTENT_FILTER,
  /** It paused and waits to be asked to go on. */
  PAUSE;

  /** The name on the wire, as in {@code tool_calls}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
