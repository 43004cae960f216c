package dev.mainstay.cli.load;

/** What happened in this second and in the one before. To be guarded by its owner's lock. */
final class LastSeconds {
  private Cell current = new Cell();
  private Cell before = new Cell();
  private long second;

  /** The cell of {@code second}; that of the one before for any that is gone. */
  Cell at(long second) {
    if (second > this.second) {
      before = second == this.second + 1 ? current : new Cell();
      current = new Cell();
      this.second = second;
    }
    return second == this.second ? current : before;
  }
}
