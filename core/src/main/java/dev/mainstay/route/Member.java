package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Candidate;
import java.util.List;
import java.util.function.Function;

/** A deployment in its group, with its gate. */
public final class Member extends Candidate {
  // All that a question to a deployment is made of.
  private static final List<Function<Deployment, Object>> ASKED_BY =
      List.of(
          Deployment::model,
          Deployment::provider,
          Deployment::endpoint,
          Deployment::key,
          Deployment::keySource,
          Deployment::credential,
          Deployment::apiVersion,
          Deployment::headers,
          Deployment::defaults,
          Deployment::proxies);

  private final Gate gate;
  private final long maxInputTokens;
  private final int lacking;

  /** {@code deployment}, whose gate {@code gate} is. */
  public Member(Deployment deployment, Gate gate) {
    super(deployment, gate.load());
    ModelInfo info = deployment.info();
    this.gate = gate;
    this.maxInputTokens = info.maxInputTokens().orElse(Long.MAX_VALUE);
    this.lacking = Capability.lackingIn(info);
  }

  /** Its gate. */
  public Gate gate() {
    return gate;
  }

  /**
   * Whether a question to {@code other} is the same as one to it, though it may have another name,
   * other limits and a gate of its own: whoever fails here fails there.
   */
  boolean isSameAs(Member other) {
    return gate == other.gate || isSame(deployment(), other.deployment());
  }

  /**
   * Whether {@code members}, of whom there is one at least, are not all the same to whoever asks.
   */
  static boolean areSeveral(List<Member> members) {
    for (Member member : members) {
      if (!member.isSameAs(members.getFirst())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(Deployment one, Deployment other) {
    return ASKED_BY.stream().allMatch(part -> part.apply(one).equals(part.apply(other)));
  }

  /** The longest prompt it takes; where that is not known, any. */
  long maxInputTokens() {
    return maxInputTokens;
  }

  /** What it is known to lack, as a set of {@link Capability#bit bits}. */
  int lacking() {
    return lacking;
  }
}
