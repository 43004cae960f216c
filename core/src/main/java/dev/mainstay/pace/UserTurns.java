package dev.mainstay.pace;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Those of one priority who wait, user by user.
 *
 * <p>This is start-time fair queueing (Goyal, Vin, Cheng 1996) where every call costs the same. The
 * first of each user has a turn, a number; the lowest is served, and its user's next has the turn
 * after that. A user who joins gets the turn that is being served: who waits alone is served within
 * one turn of everybody, whoever else has come with how many. A user who has just been served keeps
 * the next turn for as long as that lies ahead, so that coming back one by one is no advantage.
 */
final class UserTurns<T> {
  private final Map<Object, User<T>> users = new HashMap<>();
  private final TreeSet<User<T>> waiting =
      new TreeSet<>(
          Comparator.comparingLong((User<T> user) -> user.turn)
              .thenComparingLong(User::firstNumber));
  private final Queue<User<T>> absent = new ArrayDeque<>();
  private final SequencedSet<FairLine.Place<T>> again = new LinkedHashSet<>();
  private long turn;
  private long numbers;
  private int fresh;

  int size() {
    return fresh + again.size();
  }

  void join(FairLine.Place<T> place) {
    place.number = numbers++;
    User<T> user = users.computeIfAbsent(place.user(), any -> new User<>());
    if (user.places.isEmpty()) {
      user.turn = Math.max(user.turn, turn);
      user.places.put(place.number, place);
      waiting.add(user);
    } else {
      user.places.put(place.number, place);
    }
    fresh++;
  }

  void joinAgain(FairLine.Place<T> place) {
    again.add(place);
  }

  FairLine.Place<T> first() {
    return again.isEmpty() ? waiting.first().first() : again.getFirst();
  }

  FairLine.Place<T> firstFresh() {
    return waiting.isEmpty() ? again.getFirst() : waiting.first().first();
  }

  boolean serve(FairLine.Place<T> place) {
    if (!again.isEmpty() && again.getFirst() == place) {
      again.removeFirst();
      return true;
    }
    if (waiting.isEmpty() || waiting.first().first() != place) {
      return false;
    }
    User<T> user = waiting.removeFirst();
    turn = user.turn;
    user.turn++;
    remove(place, user);
    forget();
    return true;
  }

  boolean leave(FairLine.Place<T> place) {
    if (again.remove(place)) {
      return true;
    }
    User<T> user = users.get(place.user());
    if (user == null || !user.has(place)) {
      return false;
    }
    waiting.remove(user);
    remove(place, user);
    return true;
  }

  /** How many would go before {@code name}'s next, at most. */
  int ahead(Object name) {
    User<T> user = users.get(name);
    long turns = user == null ? 0 : Math.max(0, user.turn + user.places.size() - turn);
    return again.size() + (int) Math.min(fresh, (turns + 1) * waiting.size());
  }

  /** Takes a place away from one of the users, who is not among those waiting. */
  private void remove(FairLine.Place<T> place, User<T> user) {
    user.places.remove(place.number);
    fresh--;
    if (user.places.isEmpty()) {
      absent.add(user);
      user.name = place.user();
    } else {
      waiting.add(user);
    }
  }

  /** Those whose next turn has passed are as good as new. */
  private void forget() {
    for (User<T> user = absent.peek(); user != null; user = absent.peek()) {
      if (user.places.isEmpty() && user.turn > turn) {
        return;
      }
      absent.remove();
      if (user.places.isEmpty() && user.name != null) {
        users.remove(user.name, user);
      }
    }
  }

  /** One user's, in the order of their coming. */
  private static final class User<T> {
    private final SequencedMap<Long, FairLine.Place<T>> places = new LinkedHashMap<>();
    private long turn;
    private @Nullable Object name;

    FairLine.Place<T> first() {
      return places.firstEntry().getValue();
    }

    long firstNumber() {
      return first().number;
    }

    boolean has(FairLine.Place<T> place) {
      return places.get(place.number) == place;
    }
  }
}
