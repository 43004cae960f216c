package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a request may need and a model may lack. */
enum Capability {
  TOOLS("tools", "tools", Requirements::needsTools, ModelInfo::tools),
  IMAGES("images", "messages", Requirements::needsImages, ModelInfo::images),
  JSON_SCHEMA(
      "JSON schemas", "response_format", Requirements::needsJsonSchema, ModelInfo::jsonSchema);

  private final String words;
  private final String param;
  private final Predicate<Requirements> needed;
  private final Function<ModelInfo, Optional<Boolean>> fact;

  Capability(
      String words,
      String param,
      Predicate<Requirements> needed,
      Function<ModelInfo, Optional<Boolean>> fact) {
    this.words = words;
    this.param = param;
    this.needed = needed;
    this.fact = fact;
  }

  boolean isNeeded(Requirements requirements) {
    return needed.test(requirements);
  }

  boolean isLacking(ModelInfo info) {
    return !fact.apply(info).orElse(true);
  }

  /** Whether any of {@code members} lacks it: if not, the request need not be looked through. */
  boolean isInQuestion(List<Member> members) {
    for (Member member : members) {
      if (isLacking(member.deployment().info())) {
        return true;
      }
    }
    return false;
  }

  /** Why none of {@code members} can serve the request: what it needs and some of them lack. */
  static Failure lackingIn(List<Member> members, String group, Requirements requirements) {
    List<String> lacking = new ArrayList<>();
    Optional<String> param = Optional.empty();
    for (Capability each : values()) {
      if (each.isNeeded(requirements) && each.isInQuestion(members)) {
        lacking.add(each.words);
        param = param.or(() -> Optional.of(each.param));
      }
    }
    return new Failure.UnsupportedParameter(
        FailureDetail.of("no deployment of '" + group + "' takes " + String.join(" and ", lacking))
            .withError(
                Optional.of("invalid_request_error"), param, Optional.of("unsupported_parameter")));
  }
}
