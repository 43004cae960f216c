package dev.mainstay.rendering;

import dev.mainstay.model.ChatRequest;
import java.util.Objects;

/**
 * A request as one deployment is asked it.
 *
 * @param request what it is asked; its model is replaced by the deployment's
 * @param visible which of its answer's chunks the caller sees something of; of this attempt alone
 */
public record Rendered(ChatRequest request, VisibleOutput visible) {
  /** Null is refused. */
  public Rendered {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(visible, "visible");
  }

  /** {@code request}, of whose answer any output is visible. */
  public static Rendered of(ChatRequest request) {
    return new Rendered(request, VisibleOutput.any());
  }
}
