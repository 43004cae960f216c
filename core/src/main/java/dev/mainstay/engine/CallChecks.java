package dev.mainstay.engine;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Collectors;

/** Requests that name what there is not, told before anybody is asked. */
final class CallChecks {
  // SEMANTICS 7.5. Gates and memories go by names that callers make up, through wildcards.
  private static final int MOST_NAME_BYTES = 256;

  private CallChecks() {}

  /** Refuses names that are too long, of the model asked for and of {@code fallbacks}. */
  static void requireNames(ChatRequest request, Optional<List<String>> fallbacks) {
    requireName(request.model(), "the model's name", "model");
    fallbacks
        .orElse(List.of())
        .forEach(name -> requireName(name, "the name of a fallback", "fallbacks"));
  }

  private static void requireName(String name, String what, String param) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_NAME_BYTES) {
      String message = what + " has " + bytes + " bytes; write one of at most " + MOST_NAME_BYTES;
      throw refuse(
          new Failure.BadRequest(detail(message, param, "invalid_value")), ChatRequest.of("", ""));
    }
  }

  static MainstayException unknownGroup(ChatRequest request, Router router) {
    String message =
        "'" + request.model() + "' is not a model group; " + choice(request.model(), router);
    return refuse(new Failure.NotFound(detail(message, "model", "model_not_found")), request);
  }

  static void requireGroups(List<String> fallbacks, ChatRequest request, Router router) {
    for (String name : fallbacks) {
      if (router.group(name).isEmpty()) {
        String message =
            "the request falls back to '"
                + name
                + "', which is not a model group; "
                + choice(name, router);
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
            OptionalDouble.empty(),
            Duration.ZERO,
            Duration.ZERO);
    return MainstayException.of(failure, nothing, Optional.empty(), List.of());
  }

  private static FailureDetail detail(String message, String param, String code) {
    return FailureDetail.of(message)
        .withError(Optional.of("invalid_request_error"), Optional.of(param), Optional.of(code));
  }

  private static String choice(String asked, Router router) {
    String groups = router.groups().stream().map(Group::name).collect(Collectors.joining(", "));
    List<String> providers = router.providers();
    if (providers.isEmpty()) {
      return groups.isEmpty() ? "none is configured" : "use one of " + groups;
    }
    String example =
        asked.indexOf('/') > 0
            ? " with one of the providers " + String.join(", ", providers)
            : ", as in openai/gpt-4o-mini";
    return (groups.isEmpty() ? "name" : "use one of " + groups + ", or name")
        + " a model as provider/model"
        + example;
  }
}
