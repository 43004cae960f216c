package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.StrategyNames;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.Strategy;
import dev.mainstay.routing.TagMatching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how a deployment is chosen, and by which other names groups go. */
record RoutingReader(Values values, GroupNames names, Section router) {
  private static final Map<String, Affinity> AFFINITIES =
      Map.of(
          "deployment_affinity", Affinity.USER,
          "session_affinity", Affinity.SESSION);

  RouterSettings read() {
    RouterSettings settings =
        RouterSettings.defaults()
            .withAliases(aliases())
            .withPreselection(preselection())
            .withAffinity(affinity());
    return router
        .get("routing_strategy", values::text)
        .flatMap(this::strategy)
        .map(settings::withStrategy)
        .orElse(settings);
  }

  private Optional<Strategy> strategy(Text text) {
    String name = text.value();
    Optional<Strategy> strategy = StrategyNames.strategy(name);
    if (strategy.isEmpty() && LiteLlmKeys.STRATEGIES.contains(name)) {
      refuse(
          text,
          "routing_strategy "
              + name
              + " has no effect: LiteLLM has it, Mainstay does not implement it; simple-shuffle is"
              + " used in its place");
    } else if (strategy.isEmpty()) {
      String near = Words.suggestion(name, StrategyNames.all());
      values
          .problems()
          .error(
              text.at(),
              "routing_strategy is "
                  + text.shown()
                  + ", which is not a strategy"
                  + (near.isEmpty()
                      ? "; use one of " + String.join(", ", StrategyNames.all())
                      : near));
    }
    return strategy;
  }

  // Budgets are for somebody's protection.
  private void refuse(Text text, String message) {
    if (text.value().contains("budget")) {
      values.problems().unsupported(text.at(), message, Protection.SPENDING);
    } else {
      warn(text.at(), message);
    }
  }

  private Preselection preselection() {
    boolean checks = router.get("enable_pre_call_checks", values::flag).orElse(true);
    boolean filters = router.get("enable_tag_filtering", values::flag).orElse(false);
    Optional<Boolean> matchAny = router.get("tag_filtering_match_any", values::flag);
    if (matchAny.isPresent() && !filters) {
      warn(
          router.at("tag_filtering_match_any"),
          "tag_filtering_match_any has no effect without enable_tag_filtering: true");
    }
    TagMatching matching = matchAny.orElse(true) ? TagMatching.ANY : TagMatching.ALL;
    return new Preselection(filters ? matching : TagMatching.OFF, checks);
  }

  private Affinity affinity() {
    List<Text> checks = router.get("optional_pre_call_checks", values::texts).orElse(List.of());
    Affinity chosen = Affinity.NONE;
    for (Text check : checks) {
      if (isMet(check)) {
        continue;
      }
      Affinity wanted = AFFINITIES.getOrDefault(check.value(), Affinity.NONE);
      if (wanted == Affinity.NONE) {
        refuse(check);
      } else if (chosen == Affinity.NONE || chosen == wanted) {
        chosen = wanted;
      } else {
        warn(
            check.at(),
            "calls can stick by only one thing; session_affinity takes precedence over"
                + " deployment_affinity, which has no effect beside it");
        chosen = Affinity.SESSION;
      }
    }
    return chosen;
  }

  // With pacing, rpm and tpm are limits.
  private boolean isMet(Text check) {
    return check.value().equals("enforce_model_rate_limits")
        && router.get("pacing", values::flag).orElse(true);
  }

  private void refuse(Text check) {
    if (LiteLlmKeys.PRE_CALL_CHECKS.contains(check.value())) {
      refuse(
          check,
          check.value()
              + " in optional_pre_call_checks has no effect: LiteLLM has it, Mainstay does not"
              + " implement it");
      return;
    }
    String near = Words.suggestion(check.value(), AFFINITIES.keySet());
    values
        .problems()
        .error(
            check.at(),
            "optional_pre_call_checks has "
                + check.shown()
                + ", which is not a check"
                + (near.isEmpty() ? "; use deployment_affinity or session_affinity" : near));
  }

  private Aliases aliases() {
    Map<String, Alias> read = new LinkedHashMap<>();
    for (Entry entry : router.section("model_group_alias").except(Set.of())) {
      alias(entry).ifPresent(alias -> read.put(alias.name(), alias));
    }
    Aliases aliases = new Aliases(List.copyOf(read.values()));
    names.add(aliases);
    return aliases;
  }

  private Optional<Alias> alias(Entry entry) {
    String what = "the alias " + Words.quoted(entry.key());
    Optional<Text> group;
    boolean hidden = false;
    if (entry.value() instanceof Mapping mapping) {
      Section section = new Section(mapping, values);
      section.warnOfRest(Place.ALIAS);
      group = section.get("model", values::name);
      hidden = section.get("hidden", values::flag).orElse(false);
      if (section.entry("model").isEmpty()) {
        values.problems().error(entry.at(), what + " has no model; write the group it stands for");
      }
    } else {
      group = values.name(what, entry.value());
    }
    boolean isHidden = hidden;
    return group
        .flatMap(text -> names.group(text.value(), text.at(), what + " stands for "))
        .map(name -> new Alias(entry.key(), name, isHidden));
  }

  private void warn(Location at, String message) {
    values.problems().warning(at, message);
  }
}
