package dev.mainstay.splice;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Spliced.Failed;
import dev.mainstay.splice.Spliced.Hold;
import dev.mainstay.splice.Spliced.Show;
import dev.mainstay.text.Marks;
import dev.mainstay.text.WholeCharacters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The joint between the text T that a caller has and its continuation R by another attempt: fed R
 * in pieces, it gives what goes out, so that the caller sees each character once.
 *
 * <p>Nothing of R is shown until its beginning has repeated an end of T, which is dropped; what
 * cannot be proven to belong to T is not shown at all, nor what could be joined to it in two ways.
 * Only a target whose provider promises to go on where T stops is trusted instead.
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
  private @Nullable Failed failed;
  private boolean begun;
  private boolean said;
  private boolean repeatedTail;
  private boolean unproven;

  private Splice(Optional<Head> head, boolean verified, String before, boolean toolCallMayFollow) {
    this.head = head.orElse(null);
    this.verified = verified;
    this.joint = new Joint(before);
    this.toolCallMayFollow = toolCallMayFollow;
  }

  /** Of the call's first text, or of one whose caller has no text yet: everything is shown. */
  public static Splice none() {
    return new Splice(Optional.empty(), false, "", true);
  }

  /**
   * Of a target that goes on where {@code delivered} stops and was sent it without its trailing
   * whitespace; trusted, not verified.
   */
  public static Splice prefill(String delivered) {
    return new Splice(Optional.empty(), false, whiteAtEndOf(delivered), true);
  }

  /**
   * Of a target that repeats what it was sent and goes on there.
   *
   * @param delivered the text that the caller has
   * @param sent the whole text of the assistant's message that was sent
   */
  public static Splice echoedPrefill(String delivered, String sent) {
    return of(Head.whole(sent, Optional.empty()), false, delivered);
  }

  /**
   * Of a target that was asked to go on by repeating {@code anchor} first.
   *
   * @throws IllegalArgumentException if the anchor is not an end of {@code delivered} without the
   *     whitespace after it
   */
  public static Splice anchored(String delivered, Anchor anchor) {
    return of(Optional.of(Head.anchored(delivered, anchor.text())), true, delivered);
  }

  /** Of a target that was sent the original request again. */
  public static Splice restart(String delivered) {
    return of(Head.whole(delivered, Fence.reopenableAfter(delivered)), true, delivered);
  }

  /** As {@link #restart}, compared character by character: for JSON, where whitespace may count. */
  public static Splice restartExact(String delivered) {
    return new Splice(Head.exactly(delivered), true, "", false);
  }

  private static Splice of(Optional<Head> head, boolean verified, String delivered) {
    boolean mayFollow = Marks.endsSentenceOrLine(delivered);
    return new Splice(head, verified, whiteAtEndOf(delivered), mayFollow);
  }

  /** Takes the next piece of the text; it may be cut anywhere, also inside a surrogate pair. */
  public Spliced add(String text) {
    String rest = afterHead(whole.add(text));
    if (failed != null) {
      return failed;
    }
    if (unproven && !Marks.trimmed(rest).isEmpty()) {
      return fail(
          "text came after a tool call, and none before it had repeated the delivered text");
    }
    begun |= !text.isEmpty();
    String shown = unproven ? "" : shown(rest);
    return shown.isEmpty() ? new Hold() : new Show(shown);
  }

  /**
   * A tool call has come. Where it came before any text, no text may follow it: none could be
   * proven any more.
   *
   * @return {@link Show}, with the last of the text before it, which is mostly empty, where it may
   *     follow; {@link Failed} where it may not
   */
  public Spliced toolCall() {
    if (failed == null && head != null && head.isEmpty() && toolCallMayFollow) {
      unproven = true;
      head = null;
    }
    String rest = end("a tool call came where the delivered text was to be repeated");
    if (failed != null) {
      return failed;
    }
    String shown = shown(rest);
    begun = true;
    said = true;
    return new Show(shown);
  }

  /**
   * The text has had its semantic end.
   *
   * @return {@link Show} with the last of the text, which may be empty, or {@link Failed}; never
   *     {@link Hold}
   */
  public Spliced end(FinishReason reason) {
    String rest = end("it ended before it had repeated the delivered text");
    if (failed != null) {
      return failed;
    }
    String shown = shown(rest);
    boolean nothingWasLeft = reason == FinishReason.STOP && !repeatedTail;
    if (verified && !said && !nothingWasLeft) {
      return fail("it repeated an end of the delivered text and said no more");
    }
    return new Show(shown);
  }

  /**
   * Whether the text has begun in earnest: the joint is proven, or trusted and some text has come.
   * Reasoning may be shown again from here on.
   */
  public boolean isJoined() {
    return begun && head == null && failed == null;
  }

  /** Whether whatever comes is taken for what belongs to the delivered text. */
  public boolean isTrusted() {
    return head == null && !verified;
  }

  /** Whether what has come does not belong to the delivered text. */
  public boolean isFailed() {
    return failed != null;
  }

  /** Gives what comes after the head, once it is proven where that is. */
  private String afterHead(String text) {
    if (head == null) {
      return text;
    }
    int at = 0;
    while (head.isOpen() && at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      head.add(c);
    }
    if (head.isOpen()) {
      return "";
    }
    String why =
        head.isAmbiguous()
            ? "its beginning can be read in two ways"
            : "it began with something other than an end of the delivered text";
    return join(head, why) + text.substring(at);
  }

  /** Gives what is left of the text where no more of it comes. */
  private String end(String whyNot) {
    if (head == null) {
      return "";
    }
    head.end();
    return join(head, whyNot);
  }

  private String join(Head over, String whyNot) {
    head = null;
    if (over.isFailed()) {
      fail(whyNot);
      return "";
    }
    repeatedTail = over.isTail();
    return over.after();
  }

  private String shown(String text) {
    String shown = joint.add(text);
    said |= !shown.isEmpty();
    return shown;
  }

  private Failed fail(String why) {
    head = null;
    failed = new Failed(why);
    return failed;
  }

  private static String whiteAtEndOf(String text) {
    return text.substring(Marks.endOf(text));
  }
}
