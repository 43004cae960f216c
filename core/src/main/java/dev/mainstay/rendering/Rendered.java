package dev.mainstay.rendering;

import dev.mainstay.model.ChatRequest;
import java.util.Objects;

/**
 * A request as one deployment is asked it.
 *
 * @param request what it is asked; its model is replaced by the deployment's
 * @param visible which of its answer's chunks the caller sees something of; of this attempt alone
 * @param opening what every answer to it begins with and no rest of one does; empty where nothing
 *     is known to. Whoever is asked for a rest and begins so has answered from the beginning
 */
public record Rendered(ChatRequest request, VisibleOutput visible, String opening) {
  /** Null is refused. */
  public Rendered {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(visible, "visible");
    Objects.requireNonNull(opening, "opening");
  }

  /** A request of which nobody knows what its answers begin with. */
  public Rendered(ChatRequest request, VisibleOutput visible) {
    this(request, visible, "");
  }

  /** {@code request}, of whose answer any output is visible. */
  public static Rendered of(ChatRequest request) {
    return new Rendered(request, VisibleOutput.any());
  }
}
