package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Problems.Unset;
import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.routing.Wildcards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Reads {@code model_list}: which groups there are, and of which deployments. */
final class ModelListReader {
  private static final String REMEDY =
      "give it an entry with a model_name and litellm_params, as in docs/configuration.md";

  private final Values values;
  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> written = new LinkedHashSet<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private final Map<String, Location> ids = new HashMap<>();
  private final List<Unfit> unfit = new ArrayList<>();
  private ParameterPolicy parameters = ParameterPolicy.strict();
  private final InfoKeys infoKeys;
  private Credentials credentials;
  private AzureReader azure;
  private final GoogleReader google;
  private final AwsReader aws;

  ModelListReader(Values values) {
    this.values = values;
    this.azure = new AzureReader(values, false);
    this.google = new GoogleReader(values);
    this.aws = new AwsReader(values);
    this.infoKeys = new InfoKeys(values.problems());
    this.credentials = Credentials.of(Section.of("", Scalar.nothing(Location.whole("")), values));
  }

  /**
   * Gives {@code config} the groups, with the deployments that could be read, and a group of one
   * for each of {@code ids}.
   */
  void addTo(GatewayConfigBuilder config, Set<String> ids) {
    groups.forEach((name, group) -> config.group(name, group.toArray(Deployment[]::new)));
    groups.values().stream()
        .flatMap(List::stream)
        .filter(deployment -> ids.contains(deployment.id()))
        .forEach(deployment -> config.group(deployment.id(), deployment));
  }

  /** The names of groups whose entries are all left out, since nobody could call them. */
  Set<String> leftOut() {
    Set<String> all = new LinkedHashSet<>(leftOut);
    all.removeAll(names);
    return all;
  }

  /** The group of the deployment whose {@code model_info.id} is {@code id}. */
  Optional<Map.Entry<String, List<Deployment>>> owner(String id) {
    return ids.containsKey(id)
        ? groups.entrySet().stream()
            .filter(group -> group.getValue().stream().anyMatch(d -> d.id().equals(id)))
            .findFirst()
        : Optional.empty();
  }

  /** The names of all groups, be their deployments right or wrong. */
  Set<String> names() {
    return names;
  }

  ModelListReader read(Section top) {
    top.section("litellm_settings")
        .get("drop_params", (name, value) -> DeploymentReader.drops(values, name, value))
        .ifPresent(drops -> parameters = parameters.withDropsUnsupported(drops));
    azure =
        new AzureReader(
            values,
            top.section("litellm_settings")
                .get("enable_azure_ad_token_refresh", values::flag)
                .orElse(false));
    Optional<Entry> list = top.entry("model_list");
    if (list.isEmpty()) {
      error(top.at("model_list"), "there is no model_list, so no model could be called; " + REMEDY);
    }
    credentials = Credentials.of(top);
    list.flatMap(entry -> values.list("model_list", entry.value()))
        .ifPresent(entries -> read(list.get().at(), entries));
    return this;
  }

  private void read(Location at, Sequence entries) {
    if (entries.items().isEmpty()) {
      error(at, "model_list is empty, so no model could be called; " + REMEDY);
    }
    entries.items().forEach(this::keepName);
    for (Yaml item : entries.items()) {
      values.mapping("an entry of model_list", item).ifPresent(this::read);
    }
    unfit.forEach(this::tell);
    infoKeys.tell();
    if (names.isEmpty() && !leftOut.isEmpty()) {
      error(at, "every entry of model_list is left out, so no model could be called; " + REMEDY);
    }
  }

  private void read(Mapping mapping) {
    AtomicReference<Optional<Named>> read = new AtomicReference<>(Optional.empty());
    List<Unset> unset = values.problems().unsetIn(() -> read.set(named(mapping)));
    if (unset.isEmpty()) {
      read.get().ifPresent(this::add);
    } else {
      unfit.add(new Unfit(read.get(), unset));
    }
  }

  private void add(Named named) {
    groups.computeIfAbsent(named.group(), n -> new ArrayList<>()).add(named.deployment());
  }

  // A group's other deployments can run without it; LiteLLM starts with it, and meets its failures.
  private void tell(Unfit entry) {
    Optional<String> group = entry.read().map(Named::group).filter(groups::containsKey);
    for (Unset value : entry.unset()) {
      group.ifPresentOrElse(
          name ->
              values
                  .problems()
                  .warning(
                      value.at(),
                      value.message()
                          + "; until then the entry is left out, and "
                          + Words.quoted(name)
                          + " has its others alone"),
          () -> error(value.at(), value.message()));
    }
  }

  /** A deployment, and the group in which it is. */
  private record Named(String group, Deployment deployment) {}

  /** An entry that takes values from variables that are not set. */
  private record Unfit(Optional<Named> read, List<Unset> unset) {}

  private Optional<Named> named(Mapping mapping) {
    Section entry = new Section(mapping, values);
    entry.warnOfRest(Place.MODEL);
    infoKeys.read(entry.section("model_info"));
    Optional<String> name = name(entry);
    if (isLeftOut(entry)) {
      name.ifPresent(leftOut::add);
      return Optional.empty();
    }
    name.ifPresent(names::add);
    Optional<String> id = id(entry);
    Optional<Deployment> deployment = deployment(entry);
    warnOfMode(entry);
    if (name.isPresent() && deployment.isPresent()) {
      requireSource(entry, name.get(), deployment.get());
    }
    return name.flatMap(
        group -> deployment.map(d -> new Named(group, id.map(d::withId).orElse(d))));
  }

  private void keepName(Yaml item) {
    if (item instanceof Mapping mapping) {
      new Section(mapping, values)
          .entry("model_name")
          .map(Entry::value)
          .filter(Scalar.class::isInstance)
          .ifPresent(name -> written.add(((Scalar) name).text().strip()));
    }
  }

  private Set<String> otherNames(Section entry) {
    Set<String> others = new LinkedHashSet<>(written);
    entry.get("model_name", values::name).ifPresent(own -> others.remove(own.value()));
    return others;
  }

  // Nobody could call it, whoever its provider is.
  private boolean isLeftOut(Section entry) {
    Optional<Purpose> purpose = Purpose.otherThanChat(entry);
    Optional<String> obstacle =
        new ModelReader(values, Set.of()).obstacle(entry.section("litellm_params"));
    if (purpose.isEmpty() || obstacle.isEmpty()) {
      return false;
    }
    values
        .problems()
        .warning(
            purpose.get().at(),
            purpose.get().words()
                + ", but Mainstay answers only "
                + Purpose.ALL
                + " yet, and "
                + obstacle.get()
                + ": the entry is left out");
    return true;
  }

  private Optional<String> name(Section entry) {
    if (entry.entry("model_name").isEmpty()) {
      error(
          entry.mapping().at(),
          "this entry has no model_name; write the name that callers use, as in 'model_name:"
              + " chat'");
    }
    Optional<Text> name = entry.get("model_name", values::name);
    return name.map(Text::value);
  }

  private Optional<Deployment> deployment(Section entry) {
    if (entry.entry("litellm_params").isEmpty()) {
      error(
          entry.mapping().at(),
          "this entry has no litellm_params; write at least 'litellm_params: {model:"
              + " provider/model}'");
      return Optional.empty();
    }
    return entry
        .get("litellm_params", values::mapping)
        .flatMap(params ->
            new DeploymentReader(values, parameters, otherNames(entry), azure, google, aws)
                .read(
                    credentials.complete(new Section(params, values)), entry.section("model_info")))
        .map(deployment -> forEmbeddings(entry, deployment));
  }

  private static Deployment forEmbeddings(Section entry, Deployment deployment) {
    return Purpose.otherThanChat(entry).filter(Purpose::isEmbeddings).isPresent()
        ? deployment.withInfo(deployment.info().with(ModelFeature.EMBEDDINGS, true))
        : deployment;
  }

  private Optional<String> id(Section entry) {
    Optional<Text> id = entry.section("model_info").get("id", values::name);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Location first = ids.putIfAbsent(id.get().value(), id.get().at());
    if (first != null && !first.equals(id.get().at())) {
      error(
          id.get().at(),
          "the id "
              + id.get().shown()
              + " is taken, by the entry of line "
              + first.line()
              + "; give each deployment one of its own");
    }
    return id.map(Text::value);
  }

  private void requireSource(Section entry, String name, Deployment deployment) {
    if (Wildcards.isPattern(deployment.model()) && !Wildcards.isPattern(name)) {
      error(
          entry.section("litellm_params").at("model"),
          "model "
              + Words.quoted(deployment.model())
              + " is a wildcard, but model_name "
              + Words.quoted(name)
              + " has none that could say what it stands for; write "
              + Words.quoted(remedy(deployment))
              + " there, or one model here");
    }
  }

  private static String remedy(Deployment deployment) {
    return deployment.provider().equals(Wildcards.ANY)
        ? Wildcards.ANY
        : deployment.provider() + "/" + Wildcards.ANY;
  }

  private void warnOfMode(Section entry) {
    Purpose.otherThanChat(entry)
        .filter(purpose -> !purpose.isServed())
        .ifPresent(purpose ->
            values
                .problems()
                .warning(
                    purpose.at(),
                    purpose.words()
                        + ", but Mainstay answers only "
                        + Purpose.ALL
                        + " yet: the model is asked for those"));
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
