package dev.mainstay.aws;

import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Signs requests to Bedrock as AWS wants it (Signature Version 4): with keys, as a role, or with
 * what AWS's own clients would find.
 *
 * <pre>{@code
 * Deployment.of("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0")
 *     .withEndpoint(BedrockProvider.endpoint("us-east-1"))
 *     .withCredential(AwsCredential.builder().role("arn:aws:iam::123456789012:role/llm").build())
 * }</pre>
 *
 * <p>What ends is had anew in the background, 5 minutes before its end, and once where Bedrock says
 * that it has ended. The region of a signature is that in the endpoint's name; an endpoint without
 * one needs {@link Builder#region}.
 */
public final class AwsCredential {
  private AwsCredential() {}

  /** A credential that takes what AWS's own clients would find on this machine. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes a credential, in whichever order it is told; not thread-safe. Two of the same settings
   * are equal.
   */
  public static final class Builder {
    private AwsSettings settings = AwsSettings.none();
    private Optional<Secret> sessionToken = Optional.empty();
    private Map<String, String> environment = Map.of();

    private Builder() {}

    /** With these keys, and no others, whatever is found. */
    public Builder keys(String accessKeyId, Secret secretAccessKey) {
      settings = settings.withKeys(accessKeyId, secretAccessKey);
      return this;
    }

    /** With the token that belongs to the temporary keys that are given by {@link #keys}. */
    public Builder sessionToken(Secret token) {
      sessionToken = Optional.of(token);
      return this;
    }

    /** With a profile of the files in {@code ~/.aws}. */
    public Builder profile(String name) {
      settings = settings.withProfile(name);
      return this;
    }

    /** As a role, which is assumed with the keys, the profile or what else is found. */
    public Builder role(String arn) {
      settings = settings.withRole(arn);
      return this;
    }

    /**
     * With this token of another issuer for the role, in place of keys: a cluster's for its pods.
     */
    public Builder webIdentity(Secret token) {
      settings = settings.withWebIdentity(new WebIdentity.Given(token));
      return this;
    }

    /** With the token of another issuer in this file for the role; read anew each time. */
    public Builder webIdentity(Path file) {
      settings = settings.withWebIdentity(new WebIdentity.InFile(file));
      return this;
    }

    /** Under this name in the role's logs; {@code mainstay} by default. */
    public Builder sessionName(String name) {
      settings = settings.withSessionName(name);
      return this;
    }

    /** With the id that a role of another account may want to be told. */
    public Builder externalId(String id) {
      settings = settings.withExternalId(id);
      return this;
    }

    /**
     * In this region, for roles, and for signatures to endpoints whose name tells none; by default
     * that of the environment, else {@code us-east-1}.
     */
    public Builder region(String region) {
      settings = settings.withRegion(region);
      return this;
    }

    /** With roles assumed at this address in place of the region's own. */
    public Builder stsEndpoint(URI endpoint) {
      settings = settings.withStsEndpoint(endpoint);
      return this;
    }

    /**
     * With roles assumed by these proxies; by those of the process's environment where nothing is
     * said.
     */
    public Builder proxies(Proxies proxies) {
      settings = settings.withProxies(proxies);
      return this;
    }

    /**
     * With these environment variables ahead of the process's own, where nothing else says it: keys
     * or a profile that are given leave those of the variables, token and all, aside.
     */
    public Builder environment(Map<String, String> variables) {
      environment = Map.copyOf(variables);
      return this;
    }

    /**
     * The credential, on the machine's clock. Nobody is asked before it is needed.
     *
     * @throws IllegalStateException if there is a session token without keys, or a token of another
     *     issuer without a role
     */
    public Credential build() {
      return build(TimeSource.system());
    }

    /**
     * The credential, on the clock of {@code time}.
     *
     * @throws IllegalStateException if there is a session token without keys, or a token of another
     *     issuer without a role
     */
    public Credential build(TimeSource time) {
      if (settings.webIdentity().isPresent() && settings.role().isEmpty()) {
        throw new IllegalStateException(
            "the token of another issuer is exchanged for a role; give the role, too");
      }
      AwsSettings whole = sessionToken.map(settings::withSessionToken).orElse(settings);
      return new SigningCredential(whole.withEnvironment(environment), time);
    }
  }
}
