package dev.mainstay.program;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.program.adapter.Adapter;
import dev.mainstay.rendering.VisibleOutput;

/**
 * One attempt.
 *
 * @param deployment who is asked
 * @param adapter the form in which it is asked
 * @param request what it is asked
 * @param seen which of its chunks are seen
 */
record AskedForm(String deployment, Adapter adapter, ChatRequest request, VisibleOutput seen)
    implements VisibleOutput {
  @Override
  public boolean isVisible(ChatChunk chunk) {
    return seen.isVisible(chunk);
  }
}
