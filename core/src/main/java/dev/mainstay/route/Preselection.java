package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Keeps a request away from deployments it is not meant for, by tags, or that are known not to be
 * able to serve it: whose model lacks tools, images or JSON schemas that the request needs, or
 * whose longest prompt is shorter than {@linkplain Requirements#leastInputTokens at least} this
 * one. What is not known keeps nobody away.
 *
 * @param tags whether tags choose deployments
 * @param checks whether capabilities and prompt lengths are checked
 */
public record Preselection(TagMatching tags, boolean checks) {
  private static final Preselection DEFAULT = new Preselection(TagMatching.OFF, true);

  /** Tags do not choose; capabilities and prompt lengths are checked. */
  public static Preselection defaults() {
    return DEFAULT;
  }

  /** Who of {@code members}, the deployments of {@code group}, can serve the request. */
  public Eligibility among(List<Member> members, String group, Requirements requirements) {
    List<Member> tagged = tags == TagMatching.OFF ? members : byTags(members, requirements.tags());
    if (tagged.isEmpty()) {
      return new Eligibility.None(noSuchTags(group, requirements.tags()));
    }
    return checks ? check(tagged, group, requirements) : new Eligibility.Eligible(tagged);
  }

  private List<Member> byTags(List<Member> members, List<String> wanted) {
    if (!wanted.isEmpty()) {
      List<Member> matching =
          those(members, member -> tags.matches(member.deployment().tags(), wanted));
      if (!matching.isEmpty()) {
        return matching;
      }
    }
    List<Member> byDefault =
        those(members, member -> member.deployment().tags().contains(TagMatching.DEFAULT_TAG));
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
                + TagMatching.DEFAULT_TAG
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
                "the prompt has "
                    + requirements.leastInputTokens()
                    + " tokens at the least; the longest that a deployment of '"
                    + group
                    + "' takes is "
                    + longest)
            .withError(
                Optional.of("invalid_request_error"),
                Optional.of("messages"),
                Optional.of("context_length_exceeded")));
  }
}
