package dev.mainstay.route;

import dev.mainstay.gate.Permit;
import dev.mainstay.provider.Deployment;

/**
 * Where an attempt is made.
 *
 * @param permit by what leave
 */
public record Stand(Member member, Permit permit) {
  /** The deployment that is asked. */
  public Deployment deployment() {
    return member.deployment();
  }
}
