package dev.mainstay.cli.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened over the time of a load, in cells of a second each. Where there were more of them
 * than may be, neighbours become one, so that a run over days does not fill the memory. To be
 * guarded by its owner's lock.
 */
final class Timeline {
  private final int most;
  private final List<Cell> cells = new ArrayList<>();
  private int cellSeconds = 1;

  /** One of at most {@code most} cells, 2 or more. */
  Timeline(int most) {
    this.most = most;
  }

  /** The cell of {@code second}, from 0; good until the next is asked for. */
  Cell at(long second) {
    while (second / cellSeconds >= most) {
      merge();
    }
    int index = (int) (second / cellSeconds);
    while (cells.size() <= index) {
      cells.add(new Cell());
    }
    return cells.get(index);
  }

  private void merge() {
    int pairs = cells.size() / 2;
    for (int i = 0; i < pairs; i++) {
      Cell pair = cells.get(2 * i);
      pair.add(cells.get(2 * i + 1));
      cells.set(i, pair);
    }
    if (cells.size() % 2 == 1) {
      cells.set(pairs++, cells.getLast());
    }
    cells.subList(pairs, cells.size()).clear();
    cellSeconds *= 2;
  }

  /** How long each cell is. */
  int cellSeconds() {
    return cellSeconds;
  }

  /** All of them. */
  List<Cell> cells() {
    return List.copyOf(cells);
  }
}
