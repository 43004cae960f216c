package dev.mainstay.temporal;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a Temporal is, and how it is spoken to: one on this machine, one behind TLS, or Temporal
 * Cloud, by an API key or a certificate. Immutable; no key is in its words.
 *
 * <pre>{@code
 * TemporalAddress.of("eu-central-1.aws.api.temporal.io:7233")
 *     .withNamespace("agents.a1b2c")
 *     .withApiKey(() -> System.getenv("TEMPORAL_API_KEY"))
 *     .connect();
 * }</pre>
 */
public final class TemporalAddress {
  // A scheme of gRPC's, which may stand before it.
  private static final String DNS = "dns:///";
  private static final int HIGHEST_PORT = 65_535;

  private final String target;
  private final String namespace;
  private final boolean tls;
  private final Optional<Supplier<String>> apiKey;
  private final Optional<Certificate> certificate;

  private record Certificate(Path chain, Path key) {}

  private TemporalAddress(
      String target,
      String namespace,
      boolean tls,
      Optional<Supplier<String>> apiKey,
      Optional<Certificate> certificate) {
    this.target = target;
    this.namespace = namespace;
    this.tls = tls;
    this.apiKey = apiKey;
    this.certificate = certificate;
  }

  /**
   * The Temporal at {@code target}, as in {@code localhost:7233}: its default namespace, no TLS.
   *
   * @throws IllegalArgumentException if that is not a host and a port
   */
  public static TemporalAddress of(String target) {
    Objects.requireNonNull(target, "target");
    if (!isHostAndPort(target)) {
      throw new IllegalArgumentException(
          "'"
              + target
              + "' is not the address of a Temporal server; name its host and port, as in localhost:7233"
              + (target.matches("[-.:/A-Za-z0-9\\s\\[\\]]*")
                  ? ""
                  : "; a host has letters of ASCII, digits, hyphens and dots alone, or is an"
                      + " address, as [::1]"));
    }
    return new TemporalAddress(target, "default", false, Optional.empty(), Optional.empty());
  }

  /**
   * The Temporal at {@code target}, with what Temporal's own tools read from the environment:
   * {@code TEMPORAL_NAMESPACE}, {@code TEMPORAL_TLS}, {@code TEMPORAL_API_KEY}, {@code
   * TEMPORAL_TLS_CLIENT_CERT_PATH} and {@code TEMPORAL_TLS_CLIENT_KEY_PATH}.
   *
   * @throws IllegalArgumentException if {@code target} is not a host and a port, or there is a
   *     certificate without its key, or a key without it
   */
  public static TemporalAddress of(String target, Map<String, String> environment) {
    TemporalAddress address = of(target);
    Optional<String> namespace = told(environment, "TEMPORAL_NAMESPACE");
    Optional<String> key = told(environment, "TEMPORAL_API_KEY");
    Optional<String> chain = told(environment, "TEMPORAL_TLS_CLIENT_CERT_PATH");
    Optional<String> chainsKey = told(environment, "TEMPORAL_TLS_CLIENT_KEY_PATH");
    if (chain.isPresent() != chainsKey.isPresent()) {
      throw new IllegalArgumentException(
          "TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH belong together; set"
              + " both, or neither");
    }
    if (namespace.isPresent()) {
      address = address.withNamespace(namespace.get());
    }
    if (told(environment, "TEMPORAL_TLS").map(Boolean::parseBoolean).orElse(false)) {
      address = address.withTls();
    }
    if (key.isPresent()) {
      address = address.withApiKey(key::get);
    }
    return chain.isPresent()
        ? address.withCertificate(Path.of(chain.get()), Path.of(chainsKey.get()))
        : address;
  }

  private static boolean isHostAndPort(String target) {
    String authority = target.startsWith(DNS) ? target.substring(DNS.length()) : target;
    try {
      // What gRPC takes it for.
      URI uri = new URI("//" + authority);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getPort() > 0
          && uri.getPort() <= HIGHEST_PORT
          && uri.toString().endsWith(":" + uri.getPort());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<String> told(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * This address in another namespace; in Temporal Cloud {@code name.account}.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public TemporalAddress withNamespace(String namespace) {
    Objects.requireNonNull(namespace, "namespace");
    if (namespace.isBlank()) {
      throw new IllegalArgumentException(
          "a namespace has a name; name one, or leave it out for 'default'");
    }
    return new TemporalAddress(target, namespace, tls, apiKey, certificate);
  }

  /** This address by TLS, its certificate being one that Java trusts. */
  public TemporalAddress withTls() {
    return new TemporalAddress(target, namespace, true, apiKey, certificate);
  }

  /** This address by TLS, with an API key that is asked for with each request. */
  public TemporalAddress withApiKey(Supplier<String> key) {
    return new TemporalAddress(
        target, namespace, true, Optional.of(Objects.requireNonNull(key, "key")), certificate);
  }

  /**
   * This address by TLS, with a certificate of one's own.
   *
   * @param chain the certificate and those above it, in PEM
   * @param key its private key, PKCS#8 in PEM
   */
  public TemporalAddress withCertificate(Path chain, Path key) {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
    return new TemporalAddress(
        target, namespace, true, apiKey, Optional.of(new Certificate(chain, key)));
  }

  /** Where it is, as in {@code localhost:7233}. */
  public String target() {
    return target;
  }

  /** Its namespace. */
  public String namespace() {
    return namespace;
  }

  /**
   * What a connection to it is made with, for more to be set.
   *
   * @throws IllegalArgumentException if the certificate or its key cannot be read; the message says
   *     which file
   */
  public WorkflowServiceStubsOptions.Builder serviceOptions() {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder().setTarget(target);
    if (certificate.isPresent()) {
      options.setSslContext(context(certificate.get()));
    } else if (tls) {
      options.setEnableHttps(true);
    }
    apiKey.ifPresent(key -> options.addApiKey(key::get));
    return options;
  }

  private static SslContext context(Certificate certificate) {
    try (InputStream chain = Files.newInputStream(certificate.chain());
        InputStream key = Files.newInputStream(certificate.key())) {
      return SimpleSslContextBuilder.forPKCS8(chain, key).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the certificate in "
              + certificate.chain()
              + " with the key in "
              + certificate.key()
              + " cannot be used; both must be PEM files, the key PKCS#8",
          e);
    }
  }

  /** What a client of it is made with: its namespace, and the converter of requests and answers. */
  public WorkflowClientOptions.Builder clientOptions() {
    return WorkflowClientOptions.newBuilder()
        .setNamespace(namespace)
        .setDataConverter(DurableData.converter());
  }

  /**
   * A client of it; shutting its service stubs down closes the connection.
   *
   * @throws IllegalArgumentException if the certificate or its key cannot be read
   */
  public WorkflowClient connect() {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(serviceOptions().build()), clientOptions().build());
  }

  /** Where it is and its namespace: no key. */
  @Override
  public String toString() {
    return target + " (" + namespace + ")";
  }
}
