package dev.mainstay.temporal;

import dev.mainstay.policy.WaitingRoom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots of the workers that one is registered with, of which calls that wait hold half at most:
 * the other half is free, or works. Thread-safe.
 */
final class WorkerSlots {
  // Of a worker that is not known: Temporal's default.
  private static final int DEFAULT = 200;

  private final WaitingRoom unknown = half(DEFAULT);
  private final Map<String, WaitingRoom> rooms = new ConcurrentHashMap<>();

  private static WaitingRoom half(int slots) {
    return WaitingRoom.of(slots / 2);
  }

  /**
   * Takes note of a queue's first worker; others of that queue are taken to have as many slots.
   *
   * @param slots 0 where it does not know how many it has
   */
  void add(String taskQueue, int slots) {
    rooms.computeIfAbsent(taskQueue, queue -> half(slots == 0 ? DEFAULT : slots));
  }

  /** Where the calls wait that hold a slot of that queue's worker. */
  WaitingRoom waiting(String taskQueue) {
    return rooms.getOrDefault(taskQueue, unknown);
  }
}
