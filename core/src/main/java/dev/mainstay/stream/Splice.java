package dev.mainstay.stream;

import dev.mainstay.model.FinishReason;
import dev.mainstay.stream.Expected.Repeated;
import dev.mainstay.stream.Piece.Failed;
import dev.mainstay.stream.Piece.Hold;
import dev.mainstay.stream.Piece.Show;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The joint between the text T that a caller has and its continuation R by another attempt: fed R
 * in pieces, it gives what goes out, so that the caller sees each character once.
 *
 * <p>Nothing of R is shown until its beginning has repeated an end of T, which is dropped; what
 * cannot be proven to belong to T is not shown at all. Only a target whose provider promises to go
 * on where T stops is trusted instead.
 *
 * <pre>{@code
 * String delivered = "The quick brown fox jum";
 * Splice splice = Splice.anchored(delivered, Anchor.of(delivered).orElseThrow());
 * splice.add("The quick brown");         // Hold
 * splice.add(" fox jumps over");         // Show[ps over]
 * splice.add(" the lazy dog.");          // Show[ the lazy dog.]
 * splice.end(FinishReason.STOP);         // Show[]
 * }</pre>
 *
 * <p>Not thread-safe. The work is linear in the lengths of T and R.
 */
public final class Splice {
  private final WholeCharacters whole = new WholeCharacters();
  private final Joint joint;
  private final boolean verified;
  private final boolean toolCallMayFollow;
  private @Nullable Head head;
  private @Nullable Repeated repeated;
  private @Nullable Failed failed;
  private boolean begun;
  private boolean said;
  private boolean unproven;

  private Splice(@Nullable Head head, boolean verified, String before, boolean toolCallMayFollow) {
    this.head = head;
    this.verified = verified;
    this.joint = new Joint(before);
    this.toolCallMayFollow = toolCallMayFollow;
  }

  /** Of the call's first text, or of one whose caller has no text yet: everything is shown. */
  public static Splice none() {
    return new Splice(null, false, "", true);
  }

  /**
   * Of a target that goes on where {@code delivered} stops and was sent it without its trailing
   * whitespace; trusted, not verified.
   */
  public static Splice prefill(String delivered) {
    return new Splice(null, false, whiteAtEndOf(delivered), true);
  }

  /**
   * Of a target that repeats what it was sent and goes on there.
   *
   * @param delivered the text that the caller has
   * @param sent the whole text of the assistant's message that was sent
   */
  public static Splice echoedPrefill(String delivered, String sent) {
    Expected expected = Expected.whole(sent);
    Head head = new Head(expected, Optional.empty(), characters(sent));
    boolean mayFollow = Marks.endsSentenceOrLine(delivered);
    return new Splice(expected.isEmpty() ? null : head, false, whiteAtEndOf(delivered), mayFollow);
  }

  /**
   * Of a target that was asked to go on by repeating {@code anchor} first.
   *
   * @throws IllegalArgumentException if the anchor is no end of {@code delivered} without the
   *     whitespace after it
   */
  public static Splice anchored(String delivered, Anchor anchor) {
    Expected expected = Expected.anchor(delivered, anchor.text());
    return verified(expected, delivered);
  }

  /** Of a target that was sent the original request again. */
  public static Splice restart(String delivered) {
    Expected expected = Expected.whole(delivered);
    return verified(expected, delivered);
  }

  /** As {@link #restart}, compared character by character: for JSON, where whitespace may count. */
  public static Splice restartExact(String delivered) {
    Expected expected = Expected.exactly(delivered);
    Head head = new Head(expected, Optional.empty(), characters(delivered));
    return new Splice(expected.isEmpty() ? null : head, true, "", false);
  }

  private static Splice verified(Expected expected, String delivered) {
    Head head = new Head(expected, Fence.openAtEndOf(delivered), characters(delivered));
    boolean mayFollow = Marks.endsSentenceOrLine(delivered);
    return new Splice(expected.isEmpty() ? null : head, true, whiteAtEndOf(delivered), mayFollow);
  }

  /** Takes the next piece of the text; it may be cut anywhere, also inside a surrogate pair. */
  public Piece add(String text) {
    if (failed != null) {
      return failed;
    }
    String rest = proven(whole.add(text));
    if (failed != null) {
      return failed;
    }
    if (unproven && !Marks.trimmed(rest).isEmpty()) {
      return fail(
          "text came after a tool call, and none before it had repeated the delivered text");
    }
    String shown = unproven ? "" : joint.add(rest);
    begun |= !text.isEmpty();
    said |= !shown.isEmpty();
    return shown.isEmpty() ? new Hold() : new Show(shown);
  }

  /**
   * A tool call has come. Where it came before any text, no text may follow it: none could be
   * proven any more.
   *
   * @return {@link Show}, with an empty text, where it may follow; {@link Failed} where it may not
   */
  public Piece toolCall() {
    if (failed == null && head != null && !(head.isEmpty() && toolCallMayFollow)) {
      return fail("a tool call came where the delivered text was to be repeated");
    }
    if (failed != null) {
      return failed;
    }
    unproven |= head != null;
    head = null;
    begun = true;
    said = true;
    return new Show("");
  }

  /**
   * The text has had its semantic end.
   *
   * @return {@link Show} with the last of the text, which may be empty, or {@link Failed}; never
   *     {@link Hold}
   */
  public Piece end(FinishReason reason) {
    if (failed != null) {
      return failed;
    }
    if (head != null) {
      return fail("it ended before it had repeated the delivered text");
    }
    boolean nothingWasLeft = reason == FinishReason.STOP && repeated != Repeated.TAIL;
    if (verified && !said && !nothingWasLeft) {
      return fail("it repeated an end of the delivered text and said no more");
    }
    return new Show("");
  }

  /**
   * Whether the text has begun in earnest: the joint is proven, or trusted and some text has come.
   * Reasoning may be shown again from here on.
   */
  public boolean isJoined() {
    return begun && head == null && failed == null;
  }

  /** Whether what has come does not belong to the delivered text. */
  public boolean isFailed() {
    return failed != null;
  }

  /** Gives what of {@code text} comes after the head, once that is proven. */
  private String proven(String text) {
    int at = 0;
    while (head != null && at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      head.add(c).ifPresent(this::join);
      if (head != null && head.isFailed()) {
        fail("it began with something else than an end of the delivered text");
      }
    }
    return text.substring(at);
  }

  private void join(Repeated proven) {
    repeated = proven;
    head = null;
  }

  private Failed fail(String why) {
    head = null;
    failed = new Failed(why);
    return failed;
  }

  private static String whiteAtEndOf(String text) {
    return text.substring(Marks.endOf(text));
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
