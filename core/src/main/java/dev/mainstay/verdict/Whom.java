package dev.mainstay.verdict;

/** Which deployment of its group a call turns to. */
public enum Whom {
  /** One that it has not tried. */
  UNTRIED,
  /** The one that it asked last; or another of those it tried that has become free. */
  SAME,
  /** Of those it tried before that one, the one that is free soonest. */
  TRIED
}
