package dev.mainstay.gate;

/**
 * Whether a cooldown and the retry budget apply to an attempt that is to enter.
 *
 * @param bound whether a cooldown binds it; not so for a lone deployment without fallback, or for
 *     the retry of a call that has met the failure
 * @param draws whether it draws on the retry budget
 */
public record Terms(boolean bound, boolean draws) {
  private static final Terms BOUND = new Terms(true, false);
  private static final Terms BOUND_DRAW = new Terms(true, true);
  private static final Terms FREE = new Terms(false, false);
  private static final Terms FREE_DRAW = new Terms(false, true);

  /** These terms; for checks that are made all the time. */
  public static Terms of(boolean bound, boolean draws) {
    if (bound) {
      return draws ? BOUND_DRAW : BOUND;
    }
    return draws ? FREE_DRAW : FREE;
  }

  /** The same, but that no cooldown binds it. */
  Terms unbound() {
    return of(false, draws);
  }
}
