package dev.mainstay.gate;

/** Failures one after the other, without a success between them. Guarded by its owner's lock. */
final class FailureRow {
  private int length;

  int length() {
    return length;
  }

  void add(int weight) {
    length += weight;
  }

  void takeBack(int weight) {
    length -= weight;
  }
}
