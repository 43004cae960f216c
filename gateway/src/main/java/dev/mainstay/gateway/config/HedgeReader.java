package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.words.Seconds;
import dev.mainstay.policy.HedgePolicy;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when a second attempt begins beside one that is late. */
record HedgeReader(Values values, GroupNames names, Section router) {
  private static final String RANGE =
      Seconds.RANGE
          + ", or p"
          + HedgePolicy.LEAST_PERCENTILE
          + " to p"
          + HedgePolicy.GREATEST_PERCENTILE
          + ", or off";
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2})");

  /** The policy for all groups. */
  Optional<HedgePolicy> read() {
    return router.get("hedge_after", this::policy);
  }

  /** The policies of single groups. */
  Map<String, HedgePolicy> ofGroups() {
    return names.policies(router, "model_group_hedge_after", "hedge_after", this::policy);
  }

  private Optional<HedgePolicy> policy(String name, Yaml value) {
    return values.text(name, value).flatMap(text -> policy(name, text));
  }

  private Optional<HedgePolicy> policy(String name, Text text) {
    Optional<HedgePolicy> policy =
        text.value().equals("off") ? Optional.of(HedgePolicy.off()) : after(text.value());
    if (policy.isEmpty()) {
      values.problems().error(text.at(), name + " is " + text.shown() + "; use " + RANGE);
    }
    return policy;
  }

  private static Optional<HedgePolicy> after(String text) {
    Matcher percentile = PERCENTILE.matcher(text);
    if (percentile.matches()) {
      return Optional.of(Integer.parseInt(percentile.group(1)))
          .filter(p -> p >= HedgePolicy.LEAST_PERCENTILE && p <= HedgePolicy.GREATEST_PERCENTILE)
          .map(HedgePolicy::afterPercentile);
    }
    return Seconds.of(Seconds.number(text).orElse(0)).map(HedgePolicy::after);
  }
}
