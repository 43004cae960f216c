package dev.mainstay.stream;

import dev.mainstay.stream.Expected.Repeated;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a continuation, until it is proven to repeat an end of what was delivered or not
 * to.
 *
 * <p>Forgiven are whitespace before the repetition and, where what was delivered ends inside a code
 * fence, a fence that is opened again before it.
 */
final class Head {
  private static final int ALLOWANCE = 64;

  private final Expected expected;
  private final int bound;
  private final Repetition plain;
  private final @Nullable ReopenedFence fence;
  private @Nullable Repetition fenced;
  private int held;
  private boolean empty = true;

  /**
   * @param open the code fence that the text ends inside of
   * @param characters how many characters were delivered: about as many are held at most
   */
  Head(Expected expected, Optional<Fence> open, int characters) {
    this.expected = expected;
    this.bound = characters + ALLOWANCE;
    this.plain = expected.repetition();
    this.fence = open.map(ReopenedFence::new).orElse(null);
  }

  /** Takes the next character; gives what is repeated where that is proven by it. */
  Optional<Repeated> add(int c) {
    held++;
    empty &= Marks.isWhite(c);
    plain.add(c);
    readFence(c);
    Optional<Repeated> repeated = expected.judge(plain);
    return repeated.isPresent() || fenced == null ? repeated : expected.judge(fenced);
  }

  /** Whether nothing but whitespace has come. */
  boolean isEmpty() {
    return empty;
  }

  /** Whether it can no longer become a repetition, or not within its bound. */
  boolean isFailed() {
    return held >= bound || (plain.isFailed() && isFenceFailed());
  }

  private void readFence(int c) {
    if (fenced != null) {
      fenced.add(c);
    } else if (fence != null && !empty) {
      fence.add(c);
      fenced = fence.isEnded() ? expected.repetition() : null;
    }
  }

  private boolean isFenceFailed() {
    return fence == null || fence.isFailed() || (fenced != null && fenced.isFailed());
  }
}
