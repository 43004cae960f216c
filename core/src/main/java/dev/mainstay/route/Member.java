package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.provider.Deployment;

/** A deployment in its group, with its gate; equal to nothing but itself. */
public final class Member {
  private final Deployment deployment;
  private final Gate gate;

  /** {@code deployment}, whose gate {@code gate} is. */
  public Member(Deployment deployment, Gate gate) {
    this.deployment = deployment;
    this.gate = gate;
  }

  /** The deployment. */
  public Deployment deployment() {
    return deployment;
  }

  /** Its gate. */
  public Gate gate() {
    return gate;
  }
}
