package dev.mainstay.stream;

import dev.mainstay.model.ChatRequest;

/** How the next target is asked to go on, and how its text joins what was delivered. */
public sealed interface Continuation {

  /** The caller has no text yet: the original request, unchanged; everything is shown. */
  record Original(ChatRequest request) implements Continuation {}

  /**
   * The target goes on where its own last message stops.
   *
   * @param request ends in the assistant's message, marked {@code "prefix": true} as Mistral and
   *     DeepSeek write it; a provider of another form translates the mark
   */
  record Prefilled(ChatRequest request, Splice splice) implements Continuation {}

  /** The target is asked to repeat the last words first. */
  record Anchored(ChatRequest request, Splice splice) implements Continuation {}

  /** The original request, unchanged; the answer must begin with all that was delivered. */
  record Restarted(ChatRequest request, Splice splice) implements Continuation {}

  /** The break is final. */
  record Final(String why) implements Continuation {}

  /** How {@code target} is asked to go on with {@code original} after {@code delivered}. */
  static Continuation plan(ChatRequest original, Delivered delivered, Target target) {
    throw new UnsupportedOperationException();
  }
}
