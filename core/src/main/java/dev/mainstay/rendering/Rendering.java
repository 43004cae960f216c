package dev.mainstay.rendering;

import dev.mainstay.model.ChatRequest;

/**
 * How a call's request is put to a deployment: asked once for each attempt, when it is known who is
 * asked, on the thread of the call. What it throws ends the call, and is thrown to the caller.
 *
 * <p>A broken answer is gone on with by a deployment for which the request is rendered alike, but
 * for its model; the rest of an answer in another form would not belong to it.
 */
@FunctionalInterface
public interface Rendering {

  /**
   * What {@code target} is asked.
   *
   * @param request the call's request
   * @return the request to send, which is streamed or not as the call is; and what of the answer
   *     the caller will see
   */
  Rendered render(ChatRequest request, Target target);
}
