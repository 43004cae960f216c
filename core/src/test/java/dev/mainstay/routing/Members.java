package dev.mainstay.routing;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gate.Gates;
import dev.mainstay.gate.Permit;
import dev.mainstay.gate.Terms;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import dev.mainstay.time.ManualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Deployments with gates of their own, for tests of who is chosen among them. */
public final class Members {
  /** Those of a request that asks for nothing in particular. */
  public static final Requirements NO_REQUIREMENTS =
      Requirements.of(new ChatRequest(JsonObject.empty()));

  /** What calls that fail end with. */
  static final Failure FAILURE = new Failure.BadRequest(FailureDetail.of("wrong"));

  private Members() {}

  /** Members of deployments, on a time of their own. */
  public static List<Member> of(Deployment... deployments) {
    return of(new ManualTime(), Arrays.asList(deployments));
  }

  /** Members of deployments. */
  public static List<Member> of(ManualTime time, List<Deployment> deployments) {
    // What is tested is who is chosen, not who waits.
    Gates gates =
        new Gates(HealthPolicy.defaults(), RetryBudget.unlimited(), PacingPolicy.disabled(), time);
    List<Member> members = new ArrayList<>();
    for (Deployment deployment : deployments) {
      members.add(new Member(deployment, gates.of(deployment)));
    }
    return members;
  }

  /** Members of {@code count} deployments, called {@code a/0}, {@code a/1} and so on. */
  public static List<Member> ofMany(int count) {
    Deployment[] deployments = new Deployment[count];
    Arrays.setAll(deployments, i -> Deployment.of("a/" + i));
    return of(deployments);
  }

  /** Begins an attempt there. */
  static Permit enter(Candidate member) {
    return ((Member) member).gate().visit().enter(Terms.of(true, false)).orElseThrow();
  }

  /** How often each is chosen in {@code draws} draws. */
  static int[] count(Strategy strategy, List<Member> members, RandomGenerator random, int draws) {
    int[] counts = new int[members.size()];
    for (int i = 0; i < draws; i++) {
      counts[members.indexOf(strategy.choose(members, NO_REQUIREMENTS, random))]++;
    }
    return counts;
  }
}
