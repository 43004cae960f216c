package dev.mainstay.aws;

import dev.mainstay.aws.AwsSettings.Keys;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.Secret;
import dev.mainstay.provider.TokenHttp;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Has AWS's libraries find what {@code settings} name. Each time anew: they keep what they found
 * until it ends, and a file may have newer keys by then.
 */
record Identities(AwsSettings settings) implements Renewed.Source<AwsCredentialsIdentity> {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final String USUAL_REGION = "us-east-1";
  private static final int FIRST_SERVER_ERROR = 500;

  /** Whether they are keys that never change. */
  boolean areFixed() {
    return settings.keys().isPresent() && settings.role().isEmpty();
  }

  @Override
  public AwsCredentialsIdentity fetch() throws IOException {
    try {
      if (settings.webIdentity().isPresent()) {
        return assumed(settings.role().orElseThrow(), settings.webIdentity().get().token());
      }
      AwsCredentials own = own();
      return settings.role().isPresent() ? assumed(settings.role().get(), own) : own;
    } catch (SdkServiceException e) {
      if (e.isThrottlingException() || e.statusCode() >= FIRST_SERVER_ERROR) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    } catch (SdkClientException e) {
      if (e.getCause() instanceof IOException) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  private AwsCredentials own() {
    if (settings.keys().isPresent()) {
      return of(settings.keys().get());
    }
    if (settings.profile().isPresent()) {
      try (ProfileCredentialsProvider profile =
          ProfileCredentialsProvider.create(settings.profile().get())) {
        return profile.resolveCredentials();
      }
    }
    try (DefaultCredentialsProvider machine = DefaultCredentialsProvider.builder().build()) {
      return machine.resolveCredentials();
    }
  }

  private static AwsCredentials of(Keys keys) {
    String secret = keys.secret().reveal();
    return keys.token().isPresent()
        ? AwsSessionCredentials.create(keys.id(), secret, keys.token().get().reveal())
        : AwsBasicCredentials.create(keys.id(), secret);
  }

  private AwsCredentialsIdentity assumed(String role, AwsCredentials own) {
    try (StsClient sts = sts(StaticCredentialsProvider.create(own))) {
      return identity(sts.assumeRole(question(role)).credentials());
    }
  }

  private AwsCredentialsIdentity assumed(String role, Secret token) {
    try (StsClient sts = sts(AnonymousCredentialsProvider.create())) {
      return identity(
          sts.assumeRoleWithWebIdentity(question ->
                  question
                      .roleArn(role)
                      .roleSessionName(settings.sessionName())
                      .webIdentityToken(token.reveal()))
              .credentials());
    }
  }

  private static AwsCredentialsIdentity identity(Credentials given) {
    return AwsSessionCredentials.builder()
        .accessKeyId(given.accessKeyId())
        .secretAccessKey(given.secretAccessKey())
        .sessionToken(given.sessionToken())
        .expirationTime(given.expiration())
        .build();
  }

  private AssumeRoleRequest question(String role) {
    AssumeRoleRequest.Builder question =
        AssumeRoleRequest.builder().roleArn(role).roleSessionName(settings.sessionName());
    settings.externalId().ifPresent(question::externalId);
    return question.build();
  }

  private StsClient sts(AwsCredentialsProvider own) {
    StsClientBuilder sts =
        StsClient.builder()
            .httpClient(new AwsHttp(new TokenHttp(settings.proxies())))
            .credentialsProvider(own)
            .region(Region.of(settings.region().orElse(USUAL_REGION)))
            .overrideConfiguration(limits -> limits.apiCallTimeout(LONGEST));
    settings.stsEndpoint().ifPresent(sts::endpointOverride);
    return sts.build();
  }
}
