package dev.mainstay.engine;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.route.Router;
import dev.mainstay.routing.Group;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a call names, checked before anybody is asked. A call that names what there is not is told
 * to the listeners as any other.
 *
 * @param streamed whether the call is a stream
 */
record CallChecks(ChatCall call, boolean streamed, Router router, Listeners listeners) {
  // SEMANTICS 7.5. Gates and memories go by names that callers make up, through wildcards.
  private static final int MOST_NAME_BYTES = ChatRequest.MAX_MODEL_BYTES;

  // As many as a configuration may have a call visit. Each is looked up, and looked at again with
  // each failure.
  private static final int MOST_FALLBACKS = 100;

  /**
   * The group that the call asks for.
   *
   * @throws MainstayException if there is none, or it falls back to one that there is not or to too
   *     many, or a name is too long
   */
  Group group() {
    List<String> fallbacks = call.options().fallbacks().orElse(List.of());
    requireName(model(), "the model's name", "model");
    requireFew(fallbacks);
    fallbacks.forEach(name -> requireName(name, "the name of a fallback", "fallbacks"));
    Group group = router.group(model()).orElseThrow(this::unknownGroup);
    fallbacks.forEach(this::requireGroup);
    return group;
  }

  private String model() {
    return call.request().model();
  }

  private void requireName(String name, String what, String param) {
    int bytes = bytes(name);
    if (bytes > MOST_NAME_BYTES) {
      String message = what + " has " + bytes + " bytes; write one of at most " + MOST_NAME_BYTES;
      throw refuse(new Failure.BadRequest(detail(message, param, "invalid_value")));
    }
  }

  private void requireFew(List<String> fallbacks) {
    if (fallbacks.size() > MOST_FALLBACKS) {
      String message =
          "the request falls back to "
              + fallbacks.size()
              + " groups; name at most "
              + MOST_FALLBACKS;
      throw refuse(new Failure.BadRequest(detail(message, "fallbacks", "invalid_value")));
    }
  }

  private MainstayException unknownGroup() {
    String message = "'" + model() + "' is not a model group; " + choice(model(), router);
    return refuse(new Failure.NotFound(detail(message, "model", "model_not_found")));
  }

  private void requireGroup(String name) {
    if (router.group(name).isEmpty()) {
      String message =
          "the request falls back to '"
              + name
              + "', which is not a model group; "
              + choice(name, router);
      throw refuse(new Failure.BadRequest(detail(message, "fallbacks", "model_not_found")));
    }
  }

  // A name that is too long goes nowhere: what keeps events by their groups would keep it.
  private MainstayException refuse(Failure failure) {
    String id = CallStory.idOf(call.options());
    String group = bytes(model()) > MOST_NAME_BYTES ? "" : model();
    CallMetadata nothing = CallMetadata.of(id, group);
    listeners.tell(new CallEvent.CallStarted(id, group, streamed));
    listeners.tell(new CallEvent.CallFailed(id, failure, nothing));
    return MainstayException.of(failure, nothing, Optional.empty(), List.of());
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
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
