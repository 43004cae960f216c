package dev.mainstay.route;

import dev.mainstay.gate.Gate;
import dev.mainstay.provider.Deployment;

/**
 * A deployment in its group.
 *
 * @param deployment the deployment
 * @param gate its gate
 */
public record Member(Deployment deployment, Gate gate) {}
