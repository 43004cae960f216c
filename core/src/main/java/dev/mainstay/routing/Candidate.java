package dev.mainstay.routing;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;

/**
 * A deployment of a group that a call may be sent to, and what is known of its traffic; equal to
 * nothing but itself.
 */
public class Candidate {
  private final Deployment deployment;

  // What strategies compare is laid out flat: they look at a hundred of these for each call.
  private final Traffic traffic;
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

  /** {@code deployment}, with what its attempts have taught of it. */
  public Candidate(Deployment deployment, Traffic traffic) {
    ModelInfo info = deployment.info();
    this.deployment = deployment;
    this.traffic = traffic;
    this.idHash = AffinityStrategy.hash(deployment.id());
    this.order = deployment.order().isPresent() ? deployment.order().getAsInt() : Long.MAX_VALUE;
    this.weight = deployment.weight().orElse(Double.NaN);
    this.rpm = deployment.rpm().isPresent() ? (double) deployment.rpm().getAsLong() : Double.NaN;
    this.tpm = deployment.tpm().isPresent() ? (double) deployment.tpm().getAsLong() : Double.NaN;
    this.shareOfRequest = 1 / rpm;
    this.shareOfToken = 1 / tpm;
    this.inputCost = info.prices().input().orElse(Double.NaN);
    this.outputCost = info.prices().output().orElse(Double.NaN);
  }

  /** The deployment. */
  public final Deployment deployment() {
    return deployment;
  }

  /** What its attempts have taught of it. */
  public final Traffic traffic() {
    return traffic;
  }

  /** A hash of its id, the same in every process. */
  final long idHash() {
    return idHash;
  }

  /** Its order; where it has none, the last there is. */
  final long order() {
    return order;
  }

  /** Its weight, or NaN. */
  final double weight() {
    return weight;
  }

  /** Its limit on requests, or NaN. */
  final double rpm() {
    return rpm;
  }

  /** Its limit on tokens, or NaN. */
  final double tpm() {
    return tpm;
  }

  /** The share of its limit that one request takes, or NaN. */
  final double shareOfRequest() {
    return shareOfRequest;
  }

  /** The share of its limit that one token takes, or NaN. */
  final double shareOfToken() {
    return shareOfToken;
  }

  /** The price of a token read, or NaN. */
  final double inputCost() {
    return inputCost;
  }

  /** The price of a token written, or NaN. */
  final double outputCost() {
    return outputCost;
  }
}
