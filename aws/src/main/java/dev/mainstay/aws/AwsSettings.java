package dev.mainstay.aws;

import dev.mainstay.provider.KnownProvider.Regions;
import dev.mainstay.provider.Secret;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where credentials come from; by these two credentials are equal. */
record AwsSettings(
    Optional<Keys> keys,
    Optional<String> profile,
    Optional<String> role,
    Optional<WebIdentity> webIdentity,
    String sessionName,
    Optional<String> externalId,
    Optional<String> region,
    Optional<URI> stsEndpoint,
    Proxies proxies) {
  private static final AwsSettings NONE =
      new AwsSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "mainstay",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Proxies.unsaid());

  static AwsSettings none() {
    return NONE;
  }

  /** Keys, and the token of temporary ones. */
  record Keys(String id, Secret secret, Optional<Secret> token) {}

  AwsSettings withKeys(String id, Secret secret) {
    return withKeys(new Keys(id, secret, Optional.empty()));
  }

  AwsSettings withSessionToken(Secret token) {
    Keys known =
        keys.orElseThrow(
            () -> new IllegalStateException("a session token belongs to keys; give those too"));
    return withKeys(new Keys(known.id, known.secret, Optional.of(token)));
  }

  private AwsSettings withKeys(Keys changed) {
    return new AwsSettings(
        Optional.of(changed),
        profile,
        role,
        webIdentity,
        sessionName,
        externalId,
        region,
        stsEndpoint,
        proxies);
  }

  AwsSettings withProfile(String name) {
    return new AwsSettings(
        keys,
        Optional.of(name),
        role,
        webIdentity,
        sessionName,
        externalId,
        region,
        stsEndpoint,
        proxies);
  }

  AwsSettings withRole(String arn) {
    return new AwsSettings(
        keys,
        profile,
        Optional.of(arn),
        webIdentity,
        sessionName,
        externalId,
        region,
        stsEndpoint,
        proxies);
  }

  AwsSettings withWebIdentity(WebIdentity identity) {
    return new AwsSettings(
        keys,
        profile,
        role,
        Optional.of(identity),
        sessionName,
        externalId,
        region,
        stsEndpoint,
        proxies);
  }

  AwsSettings withSessionName(String name) {
    return new AwsSettings(
        keys, profile, role, webIdentity, name, externalId, region, stsEndpoint, proxies);
  }

  AwsSettings withExternalId(String id) {
    return new AwsSettings(
        keys,
        profile,
        role,
        webIdentity,
        sessionName,
        Optional.of(id),
        region,
        stsEndpoint,
        proxies);
  }

  AwsSettings withRegion(String name) {
    return new AwsSettings(
        keys,
        profile,
        role,
        webIdentity,
        sessionName,
        externalId,
        Optional.of(name),
        stsEndpoint,
        proxies);
  }

  AwsSettings withStsEndpoint(URI endpoint) {
    return new AwsSettings(
        keys,
        profile,
        role,
        webIdentity,
        sessionName,
        externalId,
        region,
        Optional.of(endpoint),
        proxies);
  }

  AwsSettings withProxies(Proxies others) {
    return new AwsSettings(
        keys, profile, role, webIdentity, sessionName, externalId, region, stsEndpoint, others);
  }

  /** These, with what {@code variables} say where they say nothing. */
  AwsSettings withEnvironment(Map<String, String> variables) {
    Map<String, String> set = new TreeMap<>(variables);
    set.values().removeIf(String::isBlank);
    AwsSettings known = this;
    if (keys.isEmpty() && profile.isEmpty()) {
      known = known.withProfileOf(set).withKeysOf(set);
    }
    return known.region.isPresent()
        ? known
        : Regions.AWS_VARIABLES.stream()
            .flatMap(name -> Optional.ofNullable(set.get(name)).stream())
            .findFirst()
            .map(known::withRegion)
            .orElse(known);
  }

  private AwsSettings withKeysOf(Map<String, String> variables) {
    String id = variables.get("AWS_ACCESS_KEY_ID");
    String secret = variables.get("AWS_SECRET_ACCESS_KEY");
    if (id == null || secret == null) {
      return this;
    }
    Optional<Secret> token =
        Optional.ofNullable(variables.get("AWS_SESSION_TOKEN")).map(Secret::of);
    return withKeys(new Keys(id, Secret.of(secret), token));
  }

  private AwsSettings withProfileOf(Map<String, String> variables) {
    return Optional.ofNullable(variables.get("AWS_PROFILE")).map(this::withProfile).orElse(this);
  }
}
