package dev.mainstay.pace;

import dev.mainstay.pace.FairLine.Place;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Those of one user who wait, in the order of their coming. They are linked with each other, as
 * most users have one, for whom a set would be a multiple of its place.
 */
final class UserPlaces<T> {
  private @Nullable Place<T> first;
  private @Nullable Place<T> last;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The one that has come first. */
  Place<T> first() {
    if (first == null) {
      throw new NoSuchElementException("nobody of the user's waits");
    }
    return first;
  }

  /** {@code place}, which is of no user's yet, is the last. */
  void add(Place<T> place) {
    place.of = this;
    place.before = last;
    if (last == null) {
      first = place;
    } else {
      last.behind = place;
    }
    last = place;
    size++;
  }

  /** {@code place}, which is one of them, is so no more. */
  void remove(Place<T> place) {
    Place<T> before = place.before;
    Place<T> behind = place.behind;
    if (before == null) {
      first = behind;
    } else {
      before.behind = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.before = before;
    }
    place.of = null;
    place.before = null;
    place.behind = null;
    size--;
  }
}
