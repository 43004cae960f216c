package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.2: {@code order}, lower first. */
class InOrderTest {
  private static final String WITHOUT = "-";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # orders     | which take part
          1, 2, 1      | 0, 2
          2, 1, 3      | 1
          3, 2, 1      | 2
          -, 5, -      | 1
          -, -, -      | 0, 1, 2
          7, 7, 7      | 0, 1, 2
          0, -1, 1     | 1
          2147483647, -, 2147483647 | 0, 2
          """)
  void onlyThoseOfTheLowestOrderTakePart(String orders, String parts) {
    List<Member> members =
        Members.of(
            Arrays.stream(orders.split(", "))
                .map(InOrderTest::deployment)
                .toArray(Deployment[]::new));
    List<String> expected = List.of(parts.split(", "));

    int[] counts =
        Members.count(Strategy.simpleShuffle().inOrder(), members, new SplittableRandom(1), 200);

    for (int i = 0; i < counts.length; i++) {
      assertThat(counts[i] > 0).isEqualTo(expected.contains(String.valueOf(i)));
    }
  }

  private static Deployment deployment(String order) {
    Deployment deployment = Deployment.of("a/" + order);
    return order.equals(WITHOUT) ? deployment : deployment.withOrder(Integer.parseInt(order));
  }
}
