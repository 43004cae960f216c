package dev.mainstay.route;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gate.Health;
import dev.mainstay.routing.Group;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells why nothing in a group may be tried now. */
final class Refused {
  // What the gateway answers: a limit that waiting meets, or a service that is not there for now.
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private Refused() {}

  /**
   * The failure of a call to {@code group} that was let in nowhere: what sent all of them to a long
   * rest, where that is so; else that there is no deployment, and until when.
   */
  static Failure of(Group group, List<Member> members, Optional<Duration> wakesIn) {
    List<Failure> causes = members.stream().flatMap(member -> cause(member).stream()).toList();
    boolean allCoolDown = causes.size() == members.size();
    if (allCoolDown && causes.stream().allMatch(cause -> cause.cooldown() == Cooldown.LONG)) {
      return causes.getFirst();
    }
    boolean limited =
        allCoolDown && causes.stream().allMatch(cause -> cause.cooldown() == Cooldown.UNTIL_HINT);
    FailureDetail detail =
        FailureDetail.of(describe(group, causes))
            .withStatus(limited ? TOO_MANY_REQUESTS : UNAVAILABLE);
    return new Failure.NoDeployment(
        wakesIn.filter(Duration::isPositive).map(detail::withRetryAfter).orElse(detail));
  }

  private static String describe(Group group, List<Failure> causes) {
    String none = "no deployment of '" + group.name() + "' may be tried now";
    if (causes.isEmpty()) {
      return none + ": each has as many calls under way as it may";
    }
    Failure first = causes.getFirst();
    return none + "; the first cools down after " + first.kind() + ": " + first.message();
  }

  private static Optional<Failure> cause(Member member) {
    return switch (member.gate().health()) {
      case Health.Closed closed -> Optional.empty();
      case Health.CoolingDown cooling -> Optional.of(cooling.cause());
      case Health.HalfOpen halfOpen -> Optional.of(halfOpen.cause());
    };
  }
}
