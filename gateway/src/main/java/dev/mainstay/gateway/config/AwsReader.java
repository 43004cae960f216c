package dev.mainstay.gateway.config;

import dev.mainstay.aws.AwsCredential;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.KnownProvider.Regions;
import dev.mainstay.provider.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Reads what LiteLLM's users say of AWS: region, keys, profile, role. Deployments of one identity
 * share what it is given.
 */
final class AwsReader {
  private static final String REGION = "aws_region_name";
  private static final String KEY_ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";
  private static final String TOKEN = "aws_session_token";
  private static final String PROFILE = "aws_profile_name";
  private static final String ROLE = "aws_role_name";
  private static final String SESSION = "aws_session_name";
  private static final String EXTERNAL_ID = "aws_external_id";
  private static final String STS = "aws_sts_endpoint";
  private static final String ENDPOINT = "aws_bedrock_runtime_endpoint";
  private static final String WEB_TOKEN = "aws_web_identity_token";
  private static final List<String> PROOFS =
      List.of(KEY_ID, SECRET, TOKEN, PROFILE, ROLE, WEB_TOKEN);
  private static final List<String> KEYS =
      List.of(
          REGION,
          KEY_ID,
          SECRET,
          TOKEN,
          PROFILE,
          ROLE,
          SESSION,
          EXTERNAL_ID,
          STS,
          ENDPOINT,
          WEB_TOKEN);
  private static final String FILE = "oidc/file/";
  private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");

  private final Values values;
  private final Map<Credential, Credential> shared = new HashMap<>();

  AwsReader(Values values) {
    this.values = values;
  }

  /** What {@code params} say, right or wrong. */
  private record Said(
      Optional<Text> region, Optional<URI> endpoint, AwsCredential.Builder credential) {}

  /**
   * {@code deployment} of {@code provider}, if that is known, with what {@code params} say of AWS.
   */
  Deployment read(Deployment deployment, Optional<KnownProvider> provider, Section params) {
    Optional<Regions> regions = provider.flatMap(KnownProvider::regions);
    if (provider.isPresent() && regions.isEmpty()) {
      warn(provider.get(), params);
      return deployment;
    }
    Said said = said(params);
    if (provider.isEmpty() || regions.isEmpty()) {
      return deployment;
    }
    Deployment placed = placed(deployment, regions.get(), said, params);
    return isByKey(placed, provider.get(), params)
        ? placed
        : placed.withCredential(
            shared.computeIfAbsent(
                said.credential
                    .environment(regions.get().around(placed, values.environment().toMap()))
                    .proxies(values.environment().proxies(placed))
                    .build(),
                known -> known));
  }

  private void warn(KnownProvider provider, Section params) {
    for (String key : KEYS) {
      params
          .entry(key)
          .ifPresent(entry ->
              values
                  .problems()
                  .warning(
                      entry.at(),
                      key + " has no effect: " + provider.name() + " is not served by AWS"));
    }
  }

  private Said said(Section params) {
    Optional<Text> region = params.get(REGION, this::region);
    Optional<URI> endpoint = params.get(ENDPOINT, new EndpointReader(values)::endpoint);
    return new Said(region, endpoint, credential(region, params));
  }

  // A key of Bedrock's goes before what else the machine has, but not before what the entry says.
  private boolean isByKey(Deployment deployment, KnownProvider provider, Section params) {
    boolean hasProof = PROOFS.stream().anyMatch(key -> params.entry(key).isPresent());
    return KnownProvider.hasKey(deployment)
        || (!hasProof && values.environment().isAnySet(provider.keyVariables()));
  }

  private Optional<Text> region(String name, Yaml value) {
    Optional<Text> region = values.text(name, value);
    region
        .filter(text -> !REGION_NAME.matcher(text.value()).matches())
        .ifPresent(text ->
            values
                .problems()
                .error(
                    text.at(),
                    name
                        + " is "
                        + text.shown()
                        + ", which is not a region; write one such as us-east-1"));
    return region.filter(text -> REGION_NAME.matcher(text.value()).matches());
  }

  private Deployment placed(Deployment deployment, Regions regions, Said said, Section params) {
    Optional<URI> endpoint =
        said.endpoint
            .or(deployment::endpoint)
            .or(() -> said.region.map(Text::value).map(regions.url()));
    boolean isPlaced =
        endpoint.isPresent()
            || regions.ofModel().apply(deployment.model()).isPresent()
            || params.entry(REGION).isPresent()
            || params.entry(ENDPOINT).isPresent()
            || params.entry("api_base").isPresent()
            || values.environment().isAnySet(regions.variables());
    if (!isPlaced) {
      values
          .problems()
          .error(
              params.at("model"),
              "there is no region for "
                  + deployment.provider()
                  + "; set aws_region_name, or the environment variable "
                  + String.join(" or ", regions.variables()));
    }
    return endpoint.map(deployment::withEndpoint).orElse(deployment);
  }

  private AwsCredential.Builder credential(Optional<Text> region, Section params) {
    AwsCredential.Builder credential = AwsCredential.builder();
    keys(credential, params);
    put(params, PROFILE, credential, AwsCredential.Builder::profile);
    put(params, ROLE, credential, AwsCredential.Builder::role);
    put(params, SESSION, credential, AwsCredential.Builder::sessionName);
    put(params, EXTERNAL_ID, credential, AwsCredential.Builder::externalId);
    webToken(credential, params);
    region.map(Text::value).ifPresent(credential::region);
    params.get(STS, new EndpointReader(values)::endpoint).ifPresent(credential::stsEndpoint);
    return credential;
  }

  private void webToken(AwsCredential.Builder credential, Section params) {
    Optional<Text> text = params.get(WEB_TOKEN, values::text);
    requirePair(params, WEB_TOKEN, ROLE);
    if (text.isEmpty() || params.entry(ROLE).isEmpty()) {
      return;
    }
    String value = text.get().value();
    if (value.startsWith(FILE)) {
      credential.webIdentity(Path.of(value.substring(FILE.length())));
    } else if (value.startsWith("/")) {
      credential.webIdentity(Path.of(value));
    } else if (value.startsWith("oidc/")) {
      values
          .problems()
          .error(
              text.get().at(),
              WEB_TOKEN
                  + ": tokens from other OIDC issuers are not supported; write the path to a file"
                  + " that has the token, as in oidc/file//var/run/token");
    } else {
      params.get(WEB_TOKEN, values::secret).ifPresent(credential::webIdentity);
    }
  }

  private void put(
      Section params,
      String key,
      AwsCredential.Builder credential,
      BiConsumer<AwsCredential.Builder, String> setter) {
    params
        .get(key, values::text)
        .map(Text::value)
        .ifPresent(text -> setter.accept(credential, text));
  }

  private void keys(AwsCredential.Builder credential, Section params) {
    Optional<Secret> id = params.get(KEY_ID, values::secret);
    Optional<Secret> secret = params.get(SECRET, values::secret);
    Optional<Secret> token = params.get(TOKEN, values::secret);
    requirePair(params, KEY_ID, SECRET);
    requirePair(params, SECRET, KEY_ID);
    requirePair(params, TOKEN, SECRET);
    if (id.isPresent() && secret.isPresent()) {
      credential.keys(id.get().reveal(), secret.get());
      token.ifPresent(credential::sessionToken);
    }
  }

  private void requirePair(Section params, String key, String other) {
    if (params.entry(key).isPresent() && params.entry(other).isEmpty()) {
      values
          .problems()
          .error(params.at(key), key + " is of no use without " + other + "; set that, too");
    }
  }
}
