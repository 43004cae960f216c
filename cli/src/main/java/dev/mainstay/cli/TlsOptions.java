package dev.mainstay.cli;

import dev.mainstay.gateway.config.GatewayConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The certificate that a gateway shows its callers; also under LiteLLM's names. */
final class TlsOptions {
  private static final String CERTIFICATE_VARIABLE = "SSL_CERTFILE_PATH";
  private static final String KEY_VARIABLE = "SSL_KEYFILE_PATH";

  @Option(
      names = {"--ssl-certfile", "--ssl_certfile_path"},
      paramLabel = "FILE",
      description =
          "The certificate for HTTPS, as PEM; by default SSL_CERTFILE_PATH. A new one comes into"
              + " force by itself.")
  private @Nullable Path certificate;

  @Option(
      names = {"--ssl-keyfile", "--ssl_keyfile_path"},
      paramLabel = "FILE",
      description = "Its private key, as PEM; by default SSL_KEYFILE_PATH.")
  private @Nullable Path key;

  /** {@code config} with the certificate that is asked for, if one is. */
  GatewayConfig applyTo(GatewayConfig config, Map<String, String> environment) {
    Path certificateFile = orVariable(certificate, CERTIFICATE_VARIABLE, environment);
    Path keyFile = orVariable(key, KEY_VARIABLE, environment);
    if (certificateFile == null && keyFile == null) {
      return config;
    }
    if (certificateFile == null || keyFile == null) {
      throw CliException.usage(
          certificateFile == null
              ? "there is a key for HTTPS, but not its certificate; give it by --ssl-certfile or "
                  + CERTIFICATE_VARIABLE
              : "there is a certificate for HTTPS, but not its key; give it by --ssl-keyfile or "
                  + KEY_VARIABLE);
    }
    return config.withFront(config.front().withTls(certificateFile, keyFile));
  }

  private static @Nullable Path orVariable(
      @Nullable Path option, String name, Map<String, String> environment) {
    String variable = environment.getOrDefault(name, "");
    return option != null || variable.isBlank() ? option : Path.of(variable);
  }
}
