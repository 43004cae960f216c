package dev.mainstay.pace;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Those of one priority who wait, user by user.
 *
 * <p>This is round robin (Nagle 1987), where every call costs the same. A user who joins comes
 * behind all others who wait, and so does one who was served and has more: who waits is passed once
 * by each who waits already, whoever comes after it with how many calls or under how many names.
 * Nothing has to be remembered of a user who does not wait: coming back one by one is no advantage.
 */
final class UserTurns<T> {
  // Each user's in the order of their coming; the first user is next.
  private final SequencedMap<Object, UserPlaces<T>> users = new LinkedHashMap<>();
  private final SequencedSet<FairLine.Place<T>> again = new LinkedHashSet<>();
  private long served;
  private int fresh;

  int size() {
    return fresh + again.size();
  }

  void join(FairLine.Place<T> place) {
    users.computeIfAbsent(place.user(), any -> new UserPlaces<>()).add(place);
    fresh++;
  }

  void joinAgain(FairLine.Place<T> place) {
    place.served = served;
    again.add(place);
  }

  FairLine.Place<T> first() {
    return again.isEmpty() ? next() : again.getFirst();
  }

  // Who is held up by as many as half of a round is not held up any longer.
  FairLine.Place<T> firstFresh() {
    boolean hasWaited = !again.isEmpty() && served - again.getFirst().served > users.size() / 2;
    return users.isEmpty() || hasWaited ? again.getFirst() : next();
  }

  boolean serve(FairLine.Place<T> place) {
    if (!again.isEmpty() && again.getFirst() == place) {
      again.removeFirst();
      return true;
    }
    if (users.isEmpty() || next() != place) {
      return false;
    }
    served++;
    UserPlaces<T> places = users.pollFirstEntry().getValue();
    places.remove(place);
    fresh--;
    if (!places.isEmpty()) {
      users.putLast(place.user(), places);
    }
    return true;
  }

  boolean leave(FairLine.Place<T> place) {
    if (again.remove(place)) {
      return true;
    }
    UserPlaces<T> places = place.of;
    if (places == null || users.get(place.user()) != places) {
      return false;
    }
    places.remove(place);
    fresh--;
    if (places.isEmpty()) {
      users.remove(place.user());
    }
    return true;
  }

  /** How many would go before {@code name}'s next, at most. */
  int ahead(Object name) {
    UserPlaces<T> places = users.get(name);
    long turns = places == null ? 1 : places.size() + 1L;
    return again.size() + (int) Math.min(fresh, turns * users.size());
  }

  private FairLine.Place<T> next() {
    return users.firstEntry().getValue().first();
  }
}
