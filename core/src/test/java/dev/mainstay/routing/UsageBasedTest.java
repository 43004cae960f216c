package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gate.Permit;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.2: {@code usage-based-routing}, the least share of its own limits used. */
class UsageBasedTest {
  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # limits of each            | requests x tokens each had | who is chosen
          rpm=10, rpm=100             | 2x0, 10x0                  | 1
          rpm=10, rpm=100             | 1x0, 11x0                  | 0
          rpm=10, rpm=100             | 1x0, 10x0                  | 0 1
          tpm=1000, tpm=9000          | 1x200, 1x1000              | 1
          tpm=1000, tpm=9000          | 1x100, 1x1000              | 0
          rpm=10 tpm=1000, rpm=10     | 1x500, 3x1                 | 1
          rpm=10 tpm=1000, rpm=10     | 1x200, 3x1                 | 0
          rpm=100, rpm=300, -         | 10x0, 30x0, 19x0           | 2
          rpm=100, rpm=300, -         | 10x0, 30x0, 21x0           | 0 1
          rpm=10, -                   | 5x0, 4x9999                | 1
          -, -                        | 9x10, 1x100                | 0
          -, -                        | 9x10, 1x80                 | 1
          -, -, -                     | 0x0, 1x1, 0x0              | 0 2
          """)
  void leastShareOfItsOwnLimitsIsChosen(String limits, String uses, String expected) {
    String[] each = limits.split(", ");
    Deployment[] deployments = new Deployment[each.length];
    Arrays.setAll(deployments, i -> deployment("a/" + i, each[i]));
    List<Member> members = Members.of(time, List.of(deployments));
    String[] use = uses.split(", ");
    for (int i = 0; i < use.length; i++) {
      String[] numbers = use[i].split("x");
      use(members.get(i), Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
    }

    assertThat(chosen(members)).isEqualTo(expected);
  }

  @Test
  void amongVeryManyEachIsComparedNowAndThen() {
    List<Member> members = Members.ofMany(100);

    int[] counts = Members.count(Strategy.usageBased(), members, new SplittableRandom(7), 20_000);

    assertThat(counts).hasSize(100).doesNotContain(0);
  }

  @Test
  void amongVeryManyTheOneThatHasUsedLessIsPreferred() {
    List<Member> members = Members.ofMany(100);
    for (Candidate member : members.subList(1, 100)) {
      use(member, 1, 10);
    }

    int[] counts = Members.count(Strategy.usageBased(), members, new SplittableRandom(7), 1_000);

    // Compared in 32 of 100 draws, and chosen in each of them.
    assertThat(counts[0]).isBetween(250, 390);
  }

  @Test
  void useOfMoreThanAMinuteAgoIsForgotten() {
    List<Member> members =
        Members.of(
            time, List.of(Deployment.of("a/0").withRpm(10), Deployment.of("a/1").withRpm(10)));
    use(members.get(0), 5, 0);
    time.advance(Duration.ofSeconds(30));
    use(members.get(1), 2, 0);

    assertThat(chosen(members)).isEqualTo("1");
    time.advance(Duration.ofSeconds(31));
    assertThat(chosen(members)).isEqualTo("0");
  }

  @Test
  void burstIsSpreadThoughNoTokenOfItIsKnownYet() {
    List<Member> members =
        Members.of(
            time,
            List.of(
                Deployment.of("a/0").withTpm(1_000),
                Deployment.of("a/1").withTpm(1_000),
                Deployment.of("a/2").withTpm(2_000)));
    use(members.get(0), 1, 50);
    SplittableRandom random = new SplittableRandom(1);

    for (int i = 0; i < 39; i++) {
      Members.enter(Strategy.usageBased().choose(members, Members.NO_REQUIREMENTS, random));
    }

    // 40 requests of 50 tokens, the one that is over among them.
    assertThat(members).extracting(m -> m.gate().load().inFlight()).containsExactly(9, 10, 20);
  }

  @ParameterizedTest
  @CsvSource({"1700, 1", "2000, 1", "3100, 0"})
  void attemptUnderWayCountsAsManyTokensAsThoseThatAreOverDidOnAverage(
      long tokensOfTheOther, String expected) {
    List<Member> members = Members.of(time, List.of(Deployment.of("a/0"), Deployment.of("a/1")));
    use(members.get(0), 1, 1_000);
    Members.enter(members.get(0));
    use(members.get(1), 1, tokensOfTheOther);

    // 1,000 and the mean of those two against the other's.
    assertThat(chosen(members)).isEqualTo(expected);
  }

  private static String chosen(List<Member> members) {
    int[] counts = Members.count(Strategy.usageBased(), members, new SplittableRandom(1), 100);
    StringBuilder chosen = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      chosen.append(counts[i] > 0 ? i + " " : "");
    }
    return chosen.toString().strip();
  }

  private static void use(Candidate member, int requests, long tokens) {
    for (int i = 0; i < requests; i++) {
      try (Permit permit = Members.enter(member)) {
        Usage usage = new Usage(tokens, 0, tokens, OptionalLong.empty(), OptionalLong.empty());
        permit.succeeded(Optional.of(usage));
      }
    }
  }

  private static Deployment deployment(String name, String limits) {
    Deployment deployment = Deployment.of(name);
    for (String limit : limits.split(" ")) {
      long value = limit.equals("-") ? 0 : Long.parseLong(limit.substring(4));
      deployment =
          switch (limit.charAt(0)) {
            case 'r' -> deployment.withRpm(value);
            case 't' -> deployment.withTpm(value);
            default -> deployment;
          };
    }
    return deployment;
  }
}
