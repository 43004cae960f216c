package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<Member> capable = members;
    for (Capability capability : Capability.values()) {
      if (capability.isInQuestion(capable) && capability.isNeeded(requirements)) {
        capable = those(capable, member -> !capability.isLacking(member.deployment().info()));
      }
    }
    if (capable.isEmpty()) {
      return new Eligibility.None(Capability.lackingIn(members, group, requirements));
    }
    List<Member> large = those(capable, member -> fits(member.deployment().info(), requirements));
    return large.isEmpty()
        ? new Eligibility.None(tooLong(capable, group, requirements))
        : new Eligibility.Eligible(large);
  }

  private static boolean fits(ModelInfo info, Requirements requirements) {
    return info.maxInputTokens().isEmpty()
        || info.maxInputTokens().getAsLong() >= requirements.leastInputTokens();
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

  private static Failure tooLong(List<Member> members, String group, Requirements requirements) {
    long longest = 0;
    for (Member member : members) {
      longest = Math.max(longest, member.deployment().info().maxInputTokens().orElse(0));
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
