package dev.mainstay.continuation;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Splice;
import dev.mainstay.stream.Delivered;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bounds that a caller set to its answer, kept over a joint: stop strings that begin before it
 * and end after it, and the limit on tokens, by {@linkplain TokenEstimate estimate}: an answer is
 * ended where it is over the limit even if the estimate is too high by its error, so that none is
 * cut that was within it. What lies on one side of the joint the provider has seen to. It stands
 * after a {@link Splice}. Not thread-safe.
 */
public final class CallerBounds {
  private final List<StopString> stops;
  private final OptionalLong limit;
  private final TokenEstimate estimate = new TokenEstimate();
  private final StringBuilder held = new StringBuilder();
  private boolean joined;

  private CallerBounds(List<String> stops, OptionalLong limit, String delivered) {
    this.stops = stops.stream().map(stop -> new StopString(stop, delivered)).toList();
    this.limit = limit;
    this.joined = stops.isEmpty();
    if (limit.isPresent()) {
      estimate.add(delivered);
    }
  }

  /**
   * What goes out.
   *
   * @param text the text that goes out now; may be empty
   * @param ended why the answer ends after it, where a bound was met
   */
  public record Bounded(String text, Optional<FinishReason> ended) {}

  /**
   * The bounds of what {@code target} is asked on what follows {@code delivered}. A limit on tokens
   * is left to the provider where it counts reasoning too.
   */
  public static CallerBounds of(Delivered delivered, Continuer target) {
    RequestTraits traits = new RequestTraits(target.asked());
    boolean isProviders = traits.limitCountsReasoning(delivered, target);
    return new CallerBounds(
        traits.stopStrings(),
        isProviders ? OptionalLong.empty() : traits.tokenLimit(),
        delivered.text());
  }

  /**
   * The bounds of what {@code target} is asked where the same is sent again: the provider keeps the
   * limit on tokens by itself.
   */
  public static CallerBounds ofUnchanged(Delivered delivered, Continuer target) {
    RequestTraits traits = new RequestTraits(target.asked());
    return new CallerBounds(traits.stopStrings(), OptionalLong.empty(), delivered.text());
  }

  /** Takes the next text that a splice shows; nothing after an end. */
  public Bounded add(String text) {
    if (joined) {
      return limited(text);
    }
    held.append(text);
    stops.forEach(stop -> stop.add(text));
    if (stops.stream().anyMatch(StopString::isMet)) {
      return new Bounded("", Optional.of(FinishReason.STOP));
    }
    return stops.stream().anyMatch(StopString::mayBeMet)
        ? new Bounded("", Optional.empty())
        : limited(end());
  }

  /** The answer has ended by itself: gives what was held back. */
  public String end() {
    joined = true;
    String rest = held.toString();
    held.setLength(0);
    return rest;
  }

  private Bounded limited(String text) {
    if (limit.isEmpty()) {
      return new Bounded(text, Optional.empty());
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      estimate.add(text.codePointAt(i));
      if (estimate.leastTokens() > limit.getAsLong()) {
        return new Bounded(text.substring(0, i), Optional.of(FinishReason.LENGTH));
      }
    }
    return new Bounded(text, Optional.empty());
  }
}
