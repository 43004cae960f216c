package dev.mainstay.route;

import java.util.List;

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
  ALL;

  static final String DEFAULT_TAG = "default";

  boolean matches(List<String> ofDeployment, List<String> ofRequest) {
    return switch (this) {
      case OFF -> true;
      case ANY -> hasAny(ofDeployment, ofRequest);
      case ALL -> ofDeployment.containsAll(ofRequest);
    };
  }

  private static boolean hasAny(List<String> tags, List<String> wanted) {
    for (String tag : wanted) {
      if (tags.contains(tag)) {
        return true;
      }
    }
    return false;
  }
}
