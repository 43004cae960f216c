package dev.mainstay.aws;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature worked out step by step as AWS describes it, for what no published example has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
record ReferenceSignature(String secret, String region, String service) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** The signature over {@code call} at {@code date} with the headers {@code signed}, sorted. */
  String of(HttpCall call, String date, String... signed) {
    String names = String.join(";", signed);
    String headers =
        Arrays.stream(signed).map(name -> name + ":" + value(call, name) + "\n").collect(joining());
    String canonical =
        String.join(
            "\n",
            call.method(),
            // A path that is encoded already is encoded once more, but for its slashes.
            call.uri().getRawPath().replace("%", "%25"),
            query(call),
            headers,
            names,
            hex(sha256(call.body())));
    String scope = date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    String toSign = String.join("\n", ALGORITHM, date, scope, hex(sha256(utf8(canonical))));
    byte[] key = utf8("AWS4" + secret);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign));
  }

  private static String query(HttpCall call) {
    String query = call.uri().getRawQuery();
    // By name, then value: a name stands before those that it is the beginning of.
    return query == null
        ? ""
        : Arrays.stream(query.split("&"))
            .sorted(comparing(field -> field.replace('=', '\0')))
            .collect(joining("&"));
  }

  private static String value(HttpCall call, String name) {
    List<String> values = call.headers().all(name);
    assertThat(values.isEmpty() && !name.equals("host")).as(name).isFalse();
    return values.isEmpty()
        ? call.uri().getRawAuthority()
        : values.stream().map(value -> value.strip().replaceAll(" +", " ")).collect(joining(","));
  }

  /** Fails where {@code call} has another signature over what it says it signs. */
  void requireOf(HttpCall call) {
    String[] parts = parts(call);
    assertThat(parts[2])
        .as("%s at %s", call.uri(), parts[0])
        .isEqualTo(of(call, parts[0], parts[1].split(";")));
  }

  /** The date that {@code call} was signed at, the headers that were signed, and the signature. */
  static String[] parts(HttpCall call) {
    String authorization = call.headers().first("Authorization").orElseThrow();
    String[] parts = authorization.split("SignedHeaders=|, Signature=");
    return new String[] {
      call.headers().first("X-Amz-Date").orElseThrow(), parts[1].toLowerCase(Locale.ROOT), parts[2]
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
