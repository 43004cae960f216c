package dev.mainstay.route;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gate.Health;
import dev.mainstay.gate.Obstacle;
import dev.mainstay.routing.Group;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Tells why nothing in a group may be tried now. */
final class Refused {
  // What the gateway answers: a limit that waiting meets, or a service that is not there for now.
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private Refused() {}

  /**
   * The failure of a call to {@code group} that was let in nowhere: what sent all of them to a long
   * rest, where that is so; else that there is no deployment.
   *
   * @param obstacles what keeps it out at each of those that may serve it
   * @param wakesIn when the first cooldown ends, where one does that is worth waiting for
   */
  static Failure of(
      Group group, Map<Member, Optional<Obstacle>> obstacles, Optional<Duration> wakesIn) {
    List<Failure> causes =
        obstacles.entrySet().stream()
            .filter(entry -> entry.getValue().filter(Refused::isOfHealth).isPresent())
            .flatMap(entry -> cause(entry.getKey()).stream())
            .toList();
    boolean allCoolDown = causes.size() == obstacles.size();
    if (allCoolDown && causes.stream().allMatch(cause -> cause.cooldown() == Cooldown.LONG)) {
      return causes.getFirst();
    }
    boolean limited =
        allCoolDown && causes.stream().allMatch(cause -> cause.cooldown() == Cooldown.UNTIL_HINT);
    FailureDetail detail =
        FailureDetail.of(
                "no deployment of '" + group.name() + "' may be tried now: " + why(obstacles))
            .withStatus(limited ? TOO_MANY_REQUESTS : UNAVAILABLE);
    return new Failure.NoDeployment(wakesIn.map(detail::withRetryAfter).orElse(detail));
  }

  // A cooldown that does not bind the call is not why it is kept out.
  private static boolean isOfHealth(Obstacle obstacle) {
    return obstacle == Obstacle.COOLING_DOWN || obstacle == Obstacle.PROBING;
  }

  private static String why(Map<Member, Optional<Obstacle>> obstacles) {
    StringJoiner reasons = new StringJoiner(", ");
    for (Obstacle obstacle : Obstacle.values()) {
      List<Member> those =
          obstacles.keySet().stream()
              .filter(member -> Optional.of(obstacle).equals(obstacles.get(member)))
              .toList();
      if (!those.isEmpty()) {
        reasons.add(reason(obstacle, those, those.size() == obstacles.size()));
      }
    }
    return reasons.length() == 0 ? "other calls were faster" : reasons.toString();
  }

  private static String reason(Obstacle obstacle, List<Member> those, boolean isAll) {
    boolean isOne = isAll || those.size() == 1;
    String who = isAll ? "each" : isOne ? "one" : String.valueOf(those.size());
    return who
        + switch (obstacle) {
          case COOLING_DOWN -> (isOne ? " cools down" : " cool down") + after(those);
          case PROBING -> (isOne ? " is" : " are") + " probed by another call" + after(those);
          case FULL ->
              isOne
                  ? " has as many calls under way as it may"
                  : " have as many calls under way as they may";
          case PACED ->
              isOne
                  ? " lets others go first, as fast as its limits allow"
                  : " let others go first, as fast as their limits allow";
          case BUDGET_SPENT -> (isOne ? " has" : " have") + " no retry budget left";
        };
  }

  private static String after(List<Member> those) {
    String which = those.size() == 1 ? " after " : ", the first after ";
    return cause(those.getFirst())
        .map(cause -> which + cause.kind() + " (" + cause.message() + ")")
        .orElse("");
  }

  private static Optional<Failure> cause(Member member) {
    return switch (member.gate().health()) {
      case Health.Closed closed -> Optional.empty();
      case Health.CoolingDown cooling -> Optional.of(cooling.cause());
      case Health.HalfOpen halfOpen -> Optional.of(halfOpen.cause());
    };
  }
}
