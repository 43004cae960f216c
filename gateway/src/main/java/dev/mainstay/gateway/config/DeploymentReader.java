package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.ModelReader.Model;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.HttpProxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the deployment that a {@code litellm_params} describes. */
record DeploymentReader(
    Values values,
    ParameterPolicy parameters,
    Set<String> otherNames,
    AzureReader azure,
    GoogleReader google,
    AwsReader aws) {
  private static final int MOST = 1_000_000;
  private static final String NO_PROXY = "none";
  private static final String PYTHONS_NULL = "None";
  // Stands in where the model is wrong, so that what is wrong beside it is told too.
  private static final Deployment NOBODY = Deployment.of("nobody/nothing");

  Optional<Deployment> read(Section params, Section info) {
    Optional<Model> model = new ModelReader(values, otherNames).read(params);
    Deployment bare = model.map(Model::deployment).orElse(NOBODY);
    Optional<KnownProvider> known = model.flatMap(Model::provider);
    Deployment told =
        complete(bare, params)
            .withInfo(new ModelInfoReader(values).read(bare.provider(), params, info));
    Deployment deployment = aws.read(told, known, params);
    known.ifPresent(provider -> requireReachable(provider, deployment, params));
    return model.map(m -> deployment);
  }

  private Deployment complete(Deployment bare, Section params) {
    Deployment asked =
        bare.withHeaders(new HeaderReader(values).read(params))
            .withDefaults(new DefaultsReader(values).read(params));
    Deployment d = new EndpointReader(values).read(params).map(asked::withEndpoint).orElse(asked);
    d = params.with(d, "api_key", this::key, Deployment::withKey);
    d = params.with(d, "api_version", this::apiVersion, Deployment::withApiVersion);
    d = params.with(d, "proxy", this::proxy, Deployment::withProxy);
    d = params.with(d, "rpm", values::positive, Deployment::withRpm);
    d = params.with(d, "tpm", values::positive, Deployment::withTpm);
    d = params.with(d, "weight", values::share, Deployment::withWeight);
    d = params.with(d, "order", values.whole(0, MOST), Deployment::withOrder);
    d = places(params).map(d::withMaxParallelRequests).orElse(d);
    d = d.withTags(tags(params)).withParameters(policy(params));
    d = params.with(d, "timeout", values::seconds, Deployment::withTimeout);
    d = params.with(d, "stream_timeout", values::seconds, Deployment::withStreamTimeout);
    return google.complete(azure.complete(d, params), params);
  }

  // A call under way has one connection, and one that waits has none: a cap on either is the same.
  private Optional<Integer> places(Section params) {
    Values.Reader<Integer> limit = values.whole(1, MOST);
    Optional<Integer> calls = params.get("max_parallel_requests", limit);
    Optional<Integer> connections = params.get("max_connections", limit);
    if (calls.isPresent() && connections.isPresent() && !calls.equals(connections)) {
      values
          .problems()
          .error(
              params.at("max_connections"),
              "max_parallel_requests and max_connections mean the same, but differ; remove one of"
                  + " them");
    }
    return calls.or(() -> connections);
  }

  private ParameterPolicy policy(Section params) {
    return parameters
        .withDropsUnsupported(
            params
                .get("drop_params", (name, value) -> drops(values, name, value))
                .orElse(parameters.dropsUnsupported()))
        .withDropped(Set.copyOf(texts(params, "additional_drop_params")))
        .withAllowed(Set.copyOf(texts(params, "allowed_openai_params")));
  }

  /** What {@code drop_params} says, which people take for the list that has another name. */
  static Optional<Boolean> drops(Values values, String name, Yaml value) {
    if (value instanceof Yaml.Sequence list) {
      values
          .problems()
          .error(
              list.at(),
              name
                  + " must be true or false, but is a list; write the names in"
                  + " additional_drop_params");
      return Optional.empty();
    }
    return values.flag(name, value);
  }

  // An empty one is as good as none: the provider's variable counts, or it needs none.
  private Optional<Secret> key(String name, Yaml value) {
    return values
        .anyText(name, value)
        .filter(text -> !isNone(name, text))
        .flatMap(text -> values.secret(name, value));
  }

  private boolean isNone(String name, Text text) {
    boolean isPythons = text.value().equals(PYTHONS_NULL);
    if (isPythons) {
      values
          .problems()
          .warning(
              text.at(),
              name
                  + " is None, which YAML reads as a text: it is treated as no key; write null, or"
                  + " remove it");
    }
    return isPythons || text.value().isEmpty();
  }

  private Optional<String> apiVersion(String name, Yaml value) {
    Optional<Text> version = values.text(name, value);
    version
        .filter(text -> !Deployment.isApiVersion(text.value()))
        .ifPresent(text ->
            values
                .problems()
                .error(
                    text.at(),
                    name
                        + " is "
                        + text.shown()
                        + ", which is not a version; write one such as 2024-10-21"));
    return version.map(Text::value).filter(Deployment::isApiVersion);
  }

  private Optional<HttpProxy> proxy(String name, Yaml value) {
    return values.text(name, value).flatMap(text -> proxy(name, text));
  }

  private Optional<HttpProxy> proxy(String name, Text text) {
    if (text.value().equals(NO_PROXY)) {
      return Optional.of(HttpProxy.DIRECT);
    }
    if (text.value().contains("@")) {
      values.problems().secrets().add(text.value());
    }
    try {
      return Optional.of(HttpProxy.of(text.value()));
    } catch (IllegalArgumentException e) {
      values
          .problems()
          .error(text.at(), name + " cannot be used: " + e.getMessage() + ", or " + NO_PROXY);
      return Optional.empty();
    }
  }

  private String[] tags(Section params) {
    return texts(params, "tags").toArray(String[]::new);
  }

  private List<String> texts(Section params, String key) {
    return params.get(key, values::texts).orElse(List.of()).stream().map(Text::value).toList();
  }

  private void requireReachable(KnownProvider provider, Deployment deployment, Section params) {
    boolean hasEndpoint =
        !provider.needsEndpoint()
            || GoogleReader.places(provider)
            || params.entry("api_base").or(() -> params.entry("base_url")).isPresent()
            || values.environment().isAnySet(provider.urlVariables());
    if (!hasEndpoint) {
      values
          .problems()
          .error(
              params.at("model"),
              provider.name()
                  + " has no address of its own; set api_base"
                  + or(provider.urlVariables()));
    }
    boolean hasKey =
        !provider.needsKey()
            || isKeyWritten(params)
            || AzureReader.isSaid(provider.name(), params)
            || KnownProvider.hasKey(deployment)
            || values.environment().isAnySet(provider.keyVariables())
            || values.environment().isAnySet(provider.tokenVariables());
    if (!hasKey) {
      values
          .problems()
          .error(
              params.at("model"),
              "there is no key for "
                  + provider.name()
                  + "; set api_key"
                  + or(provider.keyVariables()));
    }
  }

  private boolean isKeyWritten(Section params) {
    boolean isNone =
        params
            .get("api_key", values::anyText)
            .filter(text -> text.value().isEmpty() || text.value().equals(PYTHONS_NULL))
            .isPresent();
    return params.entry("api_key").isPresent() && !isNone;
  }

  private static String or(Collection<String> variables) {
    return variables.isEmpty()
        ? ""
        : ", or the environment variable " + String.join(" or ", variables);
  }
}
