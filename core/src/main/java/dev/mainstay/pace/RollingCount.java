package dev.mainstay.pace;

import java.util.Arrays;

/** How much there was in the last while, by slots of time. */
final class RollingCount {
  private final double[] slots;
  private final long slotNanos;
  private final long origin;
  private long current;
  private double total;

  RollingCount(int slots, long spanNanos, long now) {
    this.slots = new double[slots];
    this.slotNanos = spanNanos / slots;
    this.origin = now;
  }

  /** Adds to the slot of now, and tells which that is. */
  long add(double amount, long now) {
    advance(now);
    addTo(current, amount);
    return current;
  }

  /** Changes what was added to {@code slot}, unless it is gone already. */
  void correct(long slot, double change) {
    if (slot > current - slots.length) {
      addTo(slot, change);
    }
  }

  void clear() {
    Arrays.fill(slots, 0);
    total = 0;
  }

  double total(long now) {
    advance(now);
    return total;
  }

  /** When the oldest of it came in, by its slot; now where there is nothing. */
  long since(long now) {
    advance(now);
    for (long slot = Math.max(0, current - slots.length + 1); slot < current; slot++) {
      if (slots[index(slot)] > 0) {
        return origin + slot * slotNanos;
      }
    }
    return now;
  }

  /** When so much will have left that no more than {@code most} is there; now or later. */
  long leavesBelow(double most, long now) {
    advance(now);
    double left = total;
    if (left <= most) {
      return now;
    }
    for (long slot = current - slots.length + 1; slot < current; slot++) {
      left -= slot < 0 ? 0 : slots[index(slot)];
      if (left <= most) {
        return origin + (slot + slots.length) * slotNanos;
      }
    }
    return origin + (current + slots.length) * slotNanos;
  }

  private void addTo(long slot, double amount) {
    slots[index(slot)] += amount;
    total += amount;
  }

  private void advance(long now) {
    long next = (now - origin) / slotNanos;
    if (next - current >= slots.length) {
      Arrays.fill(slots, 0);
      total = 0;
      current = next;
    }
    while (current < next) {
      current++;
      total -= slots[index(current)];
      slots[index(current)] = 0;
    }
  }

  private int index(long slot) {
    return (int) (slot % slots.length);
  }
}
