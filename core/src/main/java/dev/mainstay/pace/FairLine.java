package dev.mainstay.pace;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one deployment, and who of them is next: the lower priority first, within a
 * priority each user in turn, and of one user's who came first. Joining, leaving and being served
 * take O(1). To be guarded by its owner's lock.
 *
 * @param <T> who waits
 */
public final class FairLine<T> {
  private final Map<Integer, UserTurns<T>> byPriority = new TreeMap<>();
  private final int most;
  private int size;

  /**
   * A line in which at most {@code most} may wait.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public FairLine(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("the most that may wait is " + most + "; use 0 or more");
    }
    this.most = most;
  }

  /** How many wait. */
  public int size() {
    return size;
  }

  /**
   * {@code who} waits from now on.
   *
   * @param user among whom it is shared evenly
   * @param priority lower goes first
   * @return its place, or nothing where as many wait as may
   */
  public Optional<Place<T>> join(T who, Object user, int priority) {
    requireNonNull(who, "who");
    requireNonNull(user, "user");
    if (size >= most) {
      return Optional.empty();
    }
    Place<T> place = new Place<>(who, user, priority);
    byPriority.computeIfAbsent(priority, any -> new UserTurns<>()).join(place);
    size++;
    return Optional.of(place);
  }

  /**
   * {@code who} was served in vain, and waits again: before all others of its priority, in the
   * order of their coming again, however many wait.
   *
   * @return its place
   */
  public Place<T> joinAgain(T who, Object user, int priority) {
    Place<T> place = new Place<>(who, user, priority);
    byPriority.computeIfAbsent(priority, any -> new UserTurns<>()).joinAgain(place);
    size++;
    return place;
  }

  /** Waits no longer; whether it did. */
  public boolean leave(Place<T> place) {
    UserTurns<T> users = byPriority.get(place.priority());
    if (users == null || !users.leave(place)) {
      return false;
    }
    left(place, users);
    return true;
  }

  /** Who is next; nothing where nobody waits. */
  public Optional<Place<T>> first() {
    for (UserTurns<T> users : byPriority.values()) {
      return Optional.of(users.first());
    }
    return Optional.empty();
  }

  /**
   * Who is next to be tried where it may well be in vain: of the first priority, rather one who has
   * not been served in vain before, unless as many as half of the users were served meanwhile.
   */
  public Optional<Place<T>> firstFresh() {
    for (UserTurns<T> users : byPriority.values()) {
      return Optional.of(users.firstFresh());
    }
    return Optional.empty();
  }

  /**
   * {@code place} is served: {@link #first} or {@link #firstFresh}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public T serve(Place<T> place) {
    UserTurns<T> users = byPriority.get(place.priority());
    if (users == null || !users.serve(place)) {
      throw new IllegalArgumentException("it is not its turn: ask first() who is next");
    }
    left(place, users);
    return place.who();
  }

  /** How many would go before one who joined now, at most. */
  public int ahead(Object user, int priority) {
    int ahead = 0;
    for (Map.Entry<Integer, UserTurns<T>> users : byPriority.entrySet()) {
      if (users.getKey() < priority) {
        ahead += users.getValue().size();
      } else if (users.getKey() == priority) {
        ahead += users.getValue().ahead(user);
      }
    }
    return ahead;
  }

  private void left(Place<T> place, UserTurns<T> users) {
    size--;
    if (users.size() == 0) {
      byPriority.remove(place.priority());
    }
  }

  /**
   * Where somebody stands.
   *
   * @param <T> who waits
   */
  public static final class Place<T> {
    private final T who;
    private final Object user;
    private final int priority;

    // Where it was served in vain: how many had been served by then.
    long served;

    // The others of its user among whom it stands, where it does.
    @Nullable UserPlaces<T> of;
    @Nullable Place<T> before;
    @Nullable Place<T> behind;

    private Place(T who, Object user, int priority) {
      this.who = who;
      this.user = user;
      this.priority = priority;
    }

    /** Who waits. */
    public T who() {
      return who;
    }

    Object user() {
      return user;
    }

    int priority() {
      return priority;
    }
  }
}
