package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.util.Optional;
import java.util.function.Function;

/** What a continuation has to begin with: one of the ends of a text, compared in one way. */
final class Expected {
  private static final int LEAST_TAIL = 12;
  private static final int NO_ANCHOR = -1;

  /** What was repeated. */
  enum Repeated {
    /** The words that were asked for. */
    ANCHOR,
    /** Another end of the text. */
    TAIL,
    /** All of it. */
    WHOLE
  }

  private final String text;
  private final Folded folded;
  private final int anchor;

  private Expected(String text, Folded folded, int anchor) {
    this.text = text;
    this.folded = folded;
    this.anchor = anchor;
  }

  /** Any end of {@code text}, above all the {@code anchor}, but for the whitespace around it. */
  static Expected anchor(String text, String anchor) {
    return anchor(text, anchor, Folded::of);
  }

  /** As {@link #anchor}, exactly. */
  static Expected anchorExactly(String text, String anchor) {
    return anchor(text, anchor, Folded::exact);
  }

  private static Expected anchor(String text, String anchor, Function<String, Folded> form) {
    String trimmed = Marks.trimmed(text);
    if (anchor.isEmpty() || !trimmed.endsWith(anchor)) {
      throw new IllegalArgumentException(
          "the anchor is not the end of the text; take the one that Anchor.of gives for this text");
    }
    Folded folded = form.apply(trimmed);
    return new Expected(trimmed, folded, folded.length() - form.apply(anchor).length());
  }

  /** All of {@code text} but the whitespace around it. */
  static Expected whole(String text) {
    String trimmed = Marks.trimmed(text);
    return new Expected(trimmed, Folded.of(trimmed), NO_ANCHOR);
  }

  /** All of {@code text}, exactly. */
  static Expected exactly(String text) {
    return new Expected(text, Folded.exact(text), NO_ANCHOR);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  Repetition repetition() {
    return new Repetition(folded, anchor == NO_ANCHOR);
  }

  /** What {@code repetition} is, if it is over and may be dropped. */
  Optional<Repeated> judge(Repetition repetition) {
    if (!repetition.isEnd()) {
      return Optional.empty();
    }
    int start = repetition.start();
    if (start == anchor) {
      return Optional.of(Repeated.ANCHOR);
    }
    if (start == 0) {
      return Optional.of(Repeated.WHOLE);
    }
    return isTail(start) ? Optional.of(Repeated.TAIL) : Optional.empty();
  }

  // A run of whitespace before its words counts as one character.
  private boolean isTail(int start) {
    int from = folded.source(start);
    int word = from;
    while (Marks.isWhite(text.codePointAt(word))) {
      word++;
    }
    int length = text.codePointCount(word, text.length()) + (word > from ? 1 : 0);
    return folded.isCharacterStart(start)
        && !Marks.isQuotationMark(text.codePointAt(word))
        && length >= LEAST_TAIL;
  }
}
