package dev.mainstay.tool;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.List;

/**
 * An answer that came by way of tools.
 *
 * @param response the answer
 * @param request what it answers: the request with the tools offered, what the model called, and
 *     the results
 * @param calls the story of each round's call, in order; the last is the answer's
 */
public record ToolAnswer(ChatResponse response, ChatRequest request, List<CallMetadata> calls) {
  /** An answer; the list is copied. */
  public ToolAnswer {
    calls = List.copyOf(calls);
  }

  /** The answer's text; may be empty. */
  public String text() {
    return response.text();
  }

  /**
   * The answer's text as a {@code type}; see {@link ChatResponse#as}.
   *
   * @throws dev.mainstay.call.AnswerFormatException if it is not one
   */
  public <T> T as(Class<T> type) {
    return response.as(type);
  }

  /**
   * The request that goes on after this answer with {@code more}, as in {@code user("And then?")}.
   */
  public ChatRequest next(Message... more) {
    return request.with(response.message()).with(more);
  }
}
