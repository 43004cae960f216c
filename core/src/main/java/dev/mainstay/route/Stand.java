package dev.mainstay.route;

import dev.mainstay.gate.Permit;

/**
 * Where one of two attempts under way is made, for a route to turn back to.
 *
 * @param member the deployment in its group
 * @param permit the attempt's leave there
 */
public record Stand(Member member, Permit permit) {}
