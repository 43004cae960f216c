package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.MainstayException;
import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.route.Group;
import dev.mainstay.route.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Requests that name what there is not, told before anybody is asked. */
final class Refusal {
  private Refusal() {}

  static MainstayException unknownGroup(ChatRequest request, Router router) {
    String message = "there is no model group '" + request.model() + "'; " + choice(router);
    return refuse(new Failure.NotFound(detail(message, "model", "model_not_found")), request);
  }

  static void requireGroups(List<String> fallbacks, ChatRequest request, Router router) {
    for (String name : fallbacks) {
      if (router.group(name).isEmpty()) {
        String message =
            "the request falls back to '" + name + "', which is no model group; " + choice(router);
        throw refuse(
            new Failure.BadRequest(detail(message, "fallbacks", "model_not_found")), request);
      }
    }
  }

  private static MainstayException refuse(Failure failure, ChatRequest request) {
    CallMetadata nothing =
        new CallMetadata(
            UUID.randomUUID().toString(),
            request.model(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Duration.ZERO,
            Duration.ZERO);
    return MainstayException.of(failure, nothing, Optional.empty(), List.of());
  }

  private static FailureDetail detail(String message, String param, String code) {
    return FailureDetail.of(message)
        .withError(Optional.of("invalid_request_error"), Optional.of(param), Optional.of(code));
  }

  private static String choice(Router router) {
    List<String> names = router.groups().stream().map(Group::name).toList();
    return names.isEmpty() ? "none is configured" : "there are " + String.join(", ", names);
  }
}
