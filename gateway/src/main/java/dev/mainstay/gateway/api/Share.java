package dev.mainstay.gateway.api;

import dev.mainstay.pace.FairLine;

/**
 * What one group's calls have of the places that all groups share, and of the room in which it is
 * waited for one. To be guarded by its admission's lock.
 *
 * <p>A group may take more while it has less than {@value #TIMES} times what is free: so groups
 * that hold on to what they have, because their providers are down or slow, never take all of it,
 * however many they are, and once places are given back all groups that want more come to have the
 * same. One alone may have four fifths, two four ninths each, and a ninth stays free. These are the
 * dynamic thresholds of Choudhury and Hahne (1998), by which ports of a switch share its memory.
 */
final class Share {
  private static final int TIMES = 4;

  private final String group;
  private final boolean isOfAll;
  // Those whose turn it was while the group could take no more.
  private final FairLine<Admission.Waiter> aside = new FairLine<>(Integer.MAX_VALUE);
  private int in;
  private int waiting;

  private Share(String group, boolean isOfAll) {
    this.group = group;
    this.isOfAll = isOfAll;
  }

  /** That of {@code group}, which has nothing. */
  static Share of(String group) {
    return new Share(group, false);
  }

  /** That of calls which share with nobody: they may take all there is. */
  static Share ofAll() {
    return new Share("", true);
  }

  String group() {
    return group;
  }

  /** How many of it are in. */
  int in() {
    return in;
  }

  /** Whether one more of it may be in, where so many places are free. */
  boolean mayEnter(int free) {
    return mayTake(in, free);
  }

  /** Whether one more of it may wait, where there is room for so many. */
  boolean mayWait(int free) {
    return mayTake(waiting, free);
  }

  private boolean mayTake(int has, int free) {
    return isOfAll ? free > 0 : has < TIMES * free;
  }

  void enters() {
    in++;
  }

  void leaves() {
    in--;
  }

  void waits() {
    waiting++;
  }

  void waitsNoMore() {
    waiting--;
  }

  FairLine<Admission.Waiter> aside() {
    return aside;
  }

  /** Whether it has nothing. */
  boolean isIdle() {
    return in == 0 && waiting == 0;
  }
}
