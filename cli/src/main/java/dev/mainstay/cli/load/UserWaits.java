package dev.mainstay.cli.load;

import java.util.Arrays;
import java.util.Optional;

/** How long each user waited for the first of its answers. */
final class UserWaits {
  private final long[][] micros;
  private final int[] counts;

  UserWaits(int users) {
    this.micros = new long[users][];
    this.counts = new int[users];
  }

  void add(int user, long wait) {
    long[] own = micros[user];
    if (own == null) {
      own = new long[8];
    } else if (counts[user] == own.length) {
      own = Arrays.copyOf(own, 2 * own.length);
    }
    own[counts[user]++] = wait;
    micros[user] = own;
  }

  /** The slowest user against the median one; nothing where there are no two of them. */
  Optional<LoadResult.Fairness> fairness() {
    long[] slow = new long[micros.length];
    int users = 0;
    for (int user = 0; user < micros.length; user++) {
      if (counts[user] > 0) {
        slow[users++] = percentile99(user);
      }
    }
    if (users < 2) {
      return Optional.empty();
    }
    Arrays.sort(slow, 0, users);
    return Optional.of(new LoadResult.Fairness(slow[users / 2], slow[users - 1]));
  }

  private long percentile99(int user) {
    long[] own = Arrays.copyOf(micros[user], counts[user]);
    Arrays.sort(own);
    return own[(int) Math.ceil(0.99 * own.length) - 1];
  }
}
