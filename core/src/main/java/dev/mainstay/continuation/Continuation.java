package dev.mainstay.continuation;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Prefill;
import dev.mainstay.splice.Anchor;
import dev.mainstay.splice.Splice;
import dev.mainstay.stream.Delivered;
import dev.mainstay.text.Marks;
import java.util.Optional;

/** How the next target is asked to go on, and how its text joins what was delivered. */
public sealed interface Continuation {

  /** The caller has no text yet: the original request, unchanged; everything is shown. */
  record Unchanged(ChatRequest request) implements Continuation {}

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
  record FromStart(ChatRequest request, Splice splice) implements Continuation {}

  /** The break is final. */
  record Final(String why) implements Continuation {}

  /** How {@code target} is asked to go on with {@code original} after {@code delivered}. */
  static Continuation plan(ChatRequest original, Delivered delivered, Continuer target) {
    if (!delivered.isOutput()) {
      return new Unchanged(original);
    }
    RequestTraits traits = new RequestTraits(target.asked());
    Optional<String> obstacle = obstacle(traits, delivered);
    if (obstacle.isPresent()) {
      return new Final(obstacle.get());
    }
    if (delivered.text().isEmpty()) {
      return new Unchanged(original);
    }
    if (mayPrefill(traits, delivered, target)) {
      return prefilled(original, delivered, target);
    }
    if (traits.isStrict()) {
      return restartedExactly(original, delivered, target);
    }
    return isInsideOwnPrefill(traits, delivered) && !target.restartDisagreed()
        ? new FromStart(original, Splice.restart(delivered.text()))
        : verified(original, delivered, target);
  }

  /** Whether the answer to {@code asked} may have as many tokens as the one to {@code original}. */
  static boolean isAsLong(ChatRequest original, ChatRequest asked) {
    return ContinuationRequest.LIMITS.stream()
        .allMatch(name -> original.json().number(name).equals(asked.json().number(name)));
  }

  // What the caller let the answer begin with was being repeated to it: the rest of that is the
  // caller's own, and nobody else's to make up.
  private static boolean isInsideOwnPrefill(RequestTraits traits, Delivered delivered) {
    return traits
        .ownPrefill()
        .filter(begun -> begun.length() > delivered.text().length())
        .filter(begun -> begun.startsWith(delivered.text()))
        .isPresent();
  }

  private static Optional<String> obstacle(RequestTraits traits, Delivered delivered) {
    if (delivered.toolCall()) {
      return Optional.of("a tool call had begun to go out");
    }
    return delivered.refusal() ? Optional.of("a refusal had begun to go out") : traits.obstacle();
  }

  private static boolean mayPrefill(RequestTraits traits, Delivered delivered, Continuer target) {
    return target.prefill() != Prefill.NONE
        && !Marks.trimmed(delivered.text()).isEmpty()
        && !isInsideOwnPrefill(traits, delivered)
        && !delivered.reasoning()
        && !(traits.isStrict() && !traits.asked().prefillsForms())
        && !traits.asksToReason()
        && !traits.forcesTool();
  }

  private static Continuation prefilled(
      ChatRequest original, Delivered delivered, Continuer target) {
    String text = delivered.text();
    ContinuationRequest asked = new ContinuationRequest(original, delivered, target);
    Splice splice =
        target.prefill() == Prefill.ECHOES
            ? Splice.echoedPrefill(text, asked.prefill())
            : Splice.prefill(text);
    return new Prefilled(asked.prefilled(), splice);
  }

  private static Continuation restartedExactly(
      ChatRequest original, Delivered delivered, Continuer target) {
    return target.restartDisagreed()
        ? new Final("an answer in a strict form does not come out the same twice")
        : new FromStart(original, Splice.restartExact(delivered.text()));
  }

  private static Continuation verified(
      ChatRequest original, Delivered delivered, Continuer target) {
    String text = delivered.text();
    String trimmed = Marks.trimmed(text);
    boolean isShort = trimmed.codePointCount(0, trimmed.length()) < Anchor.LEAST;
    Optional<Anchor> anchor =
        isShort && target.restartDisagreed() ? Anchor.whole(text) : Anchor.of(text);
    return anchor
        .<Continuation>map(words ->
            new Anchored(
                new ContinuationRequest(original, delivered, target).anchored(words),
                Splice.anchored(text, words)))
        .orElseGet(() -> new FromStart(original, Splice.restart(text)));
  }
}
