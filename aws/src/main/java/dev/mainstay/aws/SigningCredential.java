package dev.mainstay.aws;

import dev.mainstay.aws.AwsSettings.Keys;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Renewed;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signatures with what is renewed in time. */
final class SigningCredential implements Credential {
  private static final String SERVICE = "bedrock";
  private static final int FORBIDDEN = 403;
  // A signature, or the digest of what was signed: AWS quotes both where they do not match.
  private static final Pattern SIGNATURE =
      Pattern.compile("(?<![0-9A-Za-z])[0-9a-fA-F]{64}(?![0-9A-Za-z])");
  private static final String MASK = "***";
  private static final String ERROR_TYPE = "x-amzn-errortype";
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
  private static final Set<String> REFUSALS =
      Set.of(
          "expiredtokenexception",
          "expiredtoken",
          "unrecognizedclientexception",
          "invalidclienttokenid",
          "invalidsignatureexception");

  private final Identities source;
  private final Renewed<AwsCredentialsIdentity> identities;
  private final Signer signer;
  private final TimeSource time;

  SigningCredential(AwsSettings settings, TimeSource time) {
    this.source = new Identities(settings);
    this.identities = new Renewed<>(source, AwsCredentialsIdentity::expirationTime, time);
    this.signer = new Signer(SERVICE, settings.region());
    this.time = time;
  }

  @Override
  public CompletableFuture<Proven> prove(HttpCall call) {
    return identities
        .get()
        .thenApply(identity ->
            new Proven(signer.sign(call, identity, time.now()), () -> identities.refuse(identity)));
  }

  /** Whether newer credentials may help: those that never change are refused for good. */
  @Override
  public boolean isRefusal(HttpHead head) {
    return head.status() == FORBIDDEN
        && !source.areFixed()
        && head.headers()
            .first(ERROR_TYPE)
            .map(SigningCredential::nameOf)
            .filter(REFUSALS::contains)
            .isPresent();
  }

  // As "Name", "Name:http://…" or "namespace#Name".
  private static String nameOf(String type) {
    String told = type.split(":", 2)[0];
    return told.substring(told.indexOf('#') + 1).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public String scrub(String text) {
    Stream<String> latest = identities.latest().stream().flatMap(SigningCredential::secretsOf);
    String scrubbed =
        Stream.concat(
                latest, source.settings().keys().stream().flatMap(SigningCredential::secretsOf))
            .distinct()
            .map(Secret::of)
            .reduce(text, (rest, secret) -> secret.scrub(rest), (one, other) -> other);
    return SIGNATURE.matcher(scrubbed).replaceAll(MASK);
  }

  private static Stream<String> secretsOf(AwsCredentialsIdentity identity) {
    Stream<String> token =
        identity instanceof AwsSessionCredentialsIdentity session
            ? Stream.of(session.sessionToken())
            : Stream.empty();
    return Stream.concat(token, Stream.of(identity.secretAccessKey(), identity.accessKeyId()));
  }

  private static Stream<String> secretsOf(Keys keys) {
    return Stream.concat(
        keys.token().stream().map(Secret::reveal), Stream.of(keys.secret().reveal(), keys.id()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SigningCredential that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  // Names a role or a profile, which are not secrets, and never keys.
  @Override
  public String toString() {
    return "AWS signatures"
        + source.settings().role().map(role -> " as " + role).orElse("")
        + source.settings().profile().map(name -> " with the profile " + name).orElse("");
  }
}
