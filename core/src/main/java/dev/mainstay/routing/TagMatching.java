package dev.mainstay.routing;

/**
 * Whether tags choose deployments: a request with tags goes to the deployments that match, else to
 * those tagged {@code default}, else to none; one without goes to those tagged {@code default}, or
 * to all where there are none.
 */
public enum TagMatching {
  /** They do not; the default. */
  OFF,
  /** A deployment matches if it has one of the request's tags. */
  ANY,
  /** A deployment matches if it has all of the request's tags. */
  ALL
}
