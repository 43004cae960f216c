package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.gate.Load;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;

/** A deployment in its group, with its gate; equal to nothing but itself. */
public final class Member {
  private final Deployment deployment;
  private final Gate gate;

  // What strategies compare is laid out flat: they look at a hundred of these for each call.
  private final Load load;
  private final long idHash;
  private final long order;
  private final double weight;
  private final double rpm;
  private final double tpm;
  // The reciprocals of rpm and tpm: a division costs more than all else in a comparison.
  private final double shareOfRequest;
  private final double shareOfToken;
  private final double inputCost;
  private final double outputCost;
  private final long maxInputTokens;
  private final int lacking;

  /** {@code deployment}, whose gate {@code gate} is. */
  public Member(Deployment deployment, Gate gate) {
    ModelInfo info = deployment.info();
    this.deployment = deployment;
    this.gate = gate;
    this.load = gate.load();
    this.idHash = AffinityStrategy.hash(deployment.id());
    this.order = deployment.order().isPresent() ? deployment.order().getAsInt() : Long.MAX_VALUE;
    this.weight = deployment.weight().orElse(Double.NaN);
    this.rpm = deployment.rpm().isPresent() ? (double) deployment.rpm().getAsLong() : Double.NaN;
    this.tpm = deployment.tpm().isPresent() ? (double) deployment.tpm().getAsLong() : Double.NaN;
    this.shareOfRequest = 1 / rpm;
    this.shareOfToken = 1 / tpm;
    this.inputCost = info.prices().input().orElse(Double.NaN);
    this.outputCost = info.prices().output().orElse(Double.NaN);
    this.maxInputTokens = info.maxInputTokens().orElse(Long.MAX_VALUE);
    this.lacking = Capability.lackingIn(info);
  }

  /** The deployment. */
  public Deployment deployment() {
    return deployment;
  }

  /** Its gate. */
  public Gate gate() {
    return gate;
  }

  Load load() {
    return load;
  }

  /** A hash of its id, the same in every process. */
  long idHash() {
    return idHash;
  }

  /** Its order; where it has none, the last there is. */
  long order() {
    return order;
  }

  /** Its weight, or NaN. */
  double weight() {
    return weight;
  }

  /** Its limit on requests, or NaN. */
  double rpm() {
    return rpm;
  }

  /** Its limit on tokens, or NaN. */
  double tpm() {
    return tpm;
  }

  /** The share of its limit that one request takes, or NaN. */
  double shareOfRequest() {
    return shareOfRequest;
  }

  /** The share of its limit that one token takes, or NaN. */
  double shareOfToken() {
    return shareOfToken;
  }

  /** The price of a token read, or NaN. */
  double inputCost() {
    return inputCost;
  }

  /** The price of a token written, or NaN. */
  double outputCost() {
    return outputCost;
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
