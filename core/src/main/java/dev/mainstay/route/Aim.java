package dev.mainstay.route;

/** Whom a call turns to next. */
enum Aim {
  /** One that it has not tried. */
  ANY,
  /** The one that it asked last; or another of those it tried that has become free. */
  SAME,
  /** Of those it tried before that one, the one that is free soonest. */
  SOONEST
}
