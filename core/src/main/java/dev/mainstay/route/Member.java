package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Candidate;

/** A deployment in its group, with its gate. */
public final class Member extends Candidate {
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

  /** The longest prompt it takes; where that is not known, any. */
  long maxInputTokens() {
    return maxInputTokens;
  }

  /** What it is known to lack, as a set of {@link Capability#bit bits}. */
  int lacking() {
    return lacking;
  }
}
