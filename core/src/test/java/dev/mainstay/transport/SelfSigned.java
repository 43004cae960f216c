package dev.mainstay.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that is its own authority, for servers and their clients in tests. */
public final class SelfSigned {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Map<String, KeyStore> MADE = new ConcurrentHashMap<>();

  private final KeyStore store;
  private final SSLContext context;

  private SelfSigned(KeyStore store) throws GeneralSecurityException, IOException {
    this.store = store;
    this.context = contextOf(store);
  }

  /**
   * A certificate for {@code name}, as in {@code ip:127.0.0.1} or {@code dns:localhost}; the same
   * one whenever it is asked for.
   */
  public static SelfSigned forName(String name) throws GeneralSecurityException, IOException {
    return new SelfSigned(MADE.computeIfAbsent(name, SelfSigned::make));
  }

  private static KeyStore make(String name) {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path file = folder.resolve("made.p12");
      Path log = folder.resolve("keytool.log");
      try {
        if (keytool(name, file).redirectOutput(log.toFile()).start().waitFor() != 0) {
          throw new AssertionError(Files.readString(log));
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(log);
        Files.delete(folder);
      }
    } catch (GeneralSecurityException | IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessBuilder keytool(String name, Path file) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            // It lives for a moment.
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-genkeypair",
            "-alias",
            "test",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + name,
            "-keystore",
            file.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD))
        .redirectErrorStream(true);
  }

  private static SSLContext contextOf(KeyStore store) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("test", store.getCertificate("test"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A context that shows this certificate and trusts it alone. */
  public SSLContext context() {
    return context;
  }

  public X509Certificate certificate() {
    try {
      return (X509Certificate) store.getCertificate("test");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public String keyPem() {
    try {
      return pem("PRIVATE KEY", store.getKey("test", PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, lines.encodeToString(bytes), what);
  }

  /** A TLS server socket on a free port of the loopback. */
  public ServerSocket listen() throws IOException {
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
