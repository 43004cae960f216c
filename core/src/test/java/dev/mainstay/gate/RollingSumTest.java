package dev.mainstay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window beneath the shares and rates of SEMANTICS 2.8, 3.2 and 3.3. */
class RollingSumTest {
  private static final long BUCKET = 10;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sumIsThatOfTheLastBuckets(long seed) {
    Random random = new Random(seed);
    RollingSum sum = new RollingSum(4, BUCKET, -1_000);
    Deque<long[]> all = new ArrayDeque<>();
    long now = -1_000;
    for (int step = 0; step < 2_000; step++) {
      now += random.nextInt(20) == 0 ? random.nextInt(100) : random.nextInt(6);
      long bucket = (now + 1_000) / BUCKET;
      all.removeIf(entry -> entry[0] <= bucket - 4);
      long n = random.nextInt(5);
      all.add(new long[] {bucket, n});

      assertThat(sum.add(n, now)).isEqualTo(bucket);
      assertThat(sum.total(now))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(all.stream().mapToLong(entry -> entry[1]).sum());
    }
  }

  @Test
  void whatIsTakenBackIsGone() {
    RollingSum sum = new RollingSum(4, BUCKET, 0);
    long bucket = sum.add(3, 5);
    sum.add(4, 15);

    sum.takeBack(3, bucket);

    assertThat(sum.total(15)).isEqualTo(4);
    assertThat(sum.total(49)).isEqualTo(4);
    assertThat(sum.total(50)).isZero();
  }

  @Test
  void whatHasPassedIsNotTakenBackAgain() {
    RollingSum sum = new RollingSum(4, BUCKET, 0);
    long bucket = sum.add(3, 5);
    sum.add(4, 45);

    sum.takeBack(3, bucket);

    assertThat(sum.total(45)).isEqualTo(4);
  }

  @Test
  void clockThatSeemsToGoBackAddsToTheCurrentBucket() {
    RollingSum sum = new RollingSum(4, BUCKET, 0);
    sum.add(1, 25);

    assertThat(sum.add(1, 19)).isEqualTo(2);
    assertThat(sum.total(18)).isEqualTo(2);
  }
}
