package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.Requirements;
import dev.mainstay.routing.TagMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Finds who of a group can serve a request at all, as a {@link Preselection} says. */
public final class Preselector {
  private static final String DEFAULT_TAG = "default";

  private Preselector() {}

  /** Who of {@code members}, the deployments of {@code group}, can serve the request. */
  public static Eligibility among(
      List<Member> members, String group, Requirements requirements, Preselection preselection) {
    TagMatching tags = preselection.tags();
    List<Member> tagged =
        tags == TagMatching.OFF ? members : byTags(tags, members, requirements.tags());
    if (tagged.isEmpty()) {
      return new Eligibility.None(noSuchTags(group, requirements.tags()));
    }
    return preselection.checks()
        ? check(tagged, group, requirements)
        : new Eligibility.Eligible(tagged);
  }

  private static List<Member> byTags(TagMatching tags, List<Member> members, List<String> wanted) {
    if (!wanted.isEmpty()) {
      List<Member> matching =
          those(members, member -> matches(tags, member.deployment().tags(), wanted));
      if (!matching.isEmpty()) {
        return matching;
      }
    }
    List<Member> byDefault =
        those(members, member -> member.deployment().tags().contains(DEFAULT_TAG));
    return byDefault.isEmpty() && wanted.isEmpty() ? members : byDefault;
  }

  private static Eligibility check(List<Member> members, String group, Requirements requirements) {
    int lacking = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      lacking |= member.lacking();
      shortest = Math.min(shortest, member.maxInputTokens());
    }
    int needed = lacking == 0 ? 0 : Capability.neededOf(lacking, requirements);
    List<Member> capable =
        needed == 0 ? members : those(members, member -> (member.lacking() & needed) == 0);
    if (capable.isEmpty()) {
      return new Eligibility.None(lacking(needed, group));
    }
    // Only where a prompt might be too long is it measured.
    List<Member> large =
        shortest == Long.MAX_VALUE
            ? capable
            : those(capable, member -> member.maxInputTokens() >= requirements.leastInputTokens());
    return large.isEmpty()
        ? new Eligibility.None(tooLong(capable, group, requirements))
        : new Eligibility.Eligible(large);
  }

  /** Those of {@code members} that pass; the very list where all do. */
  private static List<Member> those(List<Member> members, Predicate<Member> test) {
    int passed = 0;
    while (passed < members.size() && test.test(members.get(passed))) {
      passed++;
    }
    if (passed == members.size()) {
      return members;
    }
    List<Member> those = new ArrayList<>(members.subList(0, passed));
    for (int i = passed + 1; i < members.size(); i++) {
      if (test.test(members.get(i))) {
        those.add(members.get(i));
      }
    }
    return those;
  }

  private static Failure noSuchTags(String group, List<String> wanted) {
    return new Failure.NotFound(
        FailureDetail.of(
            "no deployment of '"
                + group
                + "' has one of the tags "
                + wanted
                + " or '"
                + DEFAULT_TAG
                + "'"));
  }

  private static Failure lacking(int needed, String group) {
    StringJoiner words = new StringJoiner(" and ");
    Optional<String> param = Optional.empty();
    for (Capability each : Capability.values()) {
      if ((needed & each.bit()) != 0) {
        words.add(each.words());
        param = param.or(() -> Optional.of(each.param()));
      }
    }
    return new Failure.UnsupportedParameter(
        FailureDetail.of("no deployment of '" + group + "' takes " + words)
            .withError(
                Optional.of("invalid_request_error"), param, Optional.of("unsupported_parameter")));
  }

  private static Failure tooLong(List<Member> members, String group, Requirements requirements) {
    long longest = 0;
    for (Member member : members) {
      longest = Math.max(longest, member.maxInputTokens());
    }
    return new Failure.ContextWindowExceeded(
        FailureDetail.of(
                "the prompt has at least "
                    + requirements.leastInputTokens()
                    + " tokens; the longest that a deployment of '"
                    + group
                    + "' takes is "
                    + longest)
            .withError(
                Optional.of("invalid_request_error"),
                Optional.of("messages"),
                Optional.of("context_length_exceeded")));
  }

  private static boolean matches(
      TagMatching tags, List<String> ofDeployment, List<String> ofRequest) {
    return switch (tags) {
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
