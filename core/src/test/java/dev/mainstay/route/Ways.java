package dev.mainstay.route;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.routing.Group;
import java.util.Optional;

/** Ways of calls past nobody. */
final class Ways {
  private Ways() {}

  /** The way that {@code router} has for one call to {@code group} with {@code request}. */
  static Route of(Router router, Group group, ChatRequest request, CallOptions options) {
    return router.route(group, request, options, deployment -> Optional.empty());
  }
}
