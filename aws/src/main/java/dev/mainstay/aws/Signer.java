package dev.mainstay.aws;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests to one service of AWS's. Signed are the method, the address, the body and those
 * headers that nobody on the way changes.
 *
 * @param service the service's name in the signature
 * @param region the region of an address whose name tells none
 */
record Signer(String service, Optional<String> region) {
  private static final AwsV4HttpSigner AWS = AwsV4HttpSigner.create();
  private static final String HOST = "host";
  private static final Set<String> SIGNED = Set.of("content-type", "content-length");
  // Behind it the domain of a partition, or api.aws.
  private static final Pattern REGION =
      Pattern.compile(
          "(?:^|\\.)([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})\\.(?:[a-z]+\\.)?"
              + "(?:amazonaws|api|s?c2s|cloud|csp)\\.");

  /**
   * {@code call} with its signature in place of any other.
   *
   * @throws IllegalStateException if neither its address nor anybody else tells a region
   */
  HttpCall sign(HttpCall call, AwsCredentialsIdentity identity, Instant now) {
    SignedRequest signed =
        AWS.sign(request ->
            request
                .identity(identity)
                .request(plain(call))
                .payload(ContentStreamProvider.fromByteArrayUnsafe(call.body()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region(call.uri()))
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
    Headers headers = call.headers();
    for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
      if (!header.getKey().equalsIgnoreCase(HOST)) {
        headers = headers.with(header.getKey(), header.getValue().getFirst());
      }
    }
    return call.withHeaders(headers);
  }

  private static SdkHttpRequest plain(HttpCall call) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(call.method()))
            .uri(call.uri())
            .putHeader("Host", call.uri().getRawAuthority());
    call.headers()
        .forEach((name, value) -> {
          if (SIGNED.contains(name.toLowerCase(Locale.ROOT))) {
            request.putHeader(name, value);
          }
        });
    return request.build();
  }

  private String region(URI address) {
    Matcher named = REGION.matcher(String.valueOf(address.getHost()));
    if (named.find()) {
      return named.group(1);
    }
    return region.orElseThrow(() ->
        new IllegalStateException(
            "a signature needs a region, and the address "
                + address.getHost()
                + " tells none; set AWS_REGION, or give the credential a region"));
  }
}
