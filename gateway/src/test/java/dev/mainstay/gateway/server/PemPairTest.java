package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.transport.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a certificate and its key is told by its file. */
@Timeout(60)
class PemPairTest {
  private static final String NOTHING = "";

  private static SelfSigned pair;
  private static SelfSigned other;

  @TempDir Path folder;

  @BeforeAll
  static void certify() throws Exception {
    pair = SelfSigned.forName("dns:first.test");
    other = SelfSigned.forName("dns:second.test");
  }

  @Test
  void certificateMayHaveWhoVouchesForItBehindItAndWordsBetween() throws IOException {
    String chain = "Subject: CN=first\n" + pair.certificatePem() + "\n" + other.certificatePem();

    PemPair read = read(chain, "Bag Attributes\n" + pair.keyPem());

    assertThat(read.chain()).containsExactly(pair.certificate(), other.certificate());
    assertThat(read).isEqualTo(read(chain, pair.keyPem())).hasToString("PemPair[2 certificates]");
  }

  static Stream<Arguments> mistakes() {
    String certificate = pair.certificatePem();
    String key = pair.keyPem();
    String old = "-----BEGIN RSA PRIVATE KEY-----\nMII=\n-----END RSA PRIVATE KEY-----\n";
    return Stream.of(
        Arguments.of(NOTHING, key, "the certificate CERT holds no certificate; a PEM file has"),
        Arguments.of("\u0030\u0082", key, "the certificate CERT holds no certificate; a PEM file"),
        Arguments.of(key, certificate, "holds no certificate but a key: are the two files the"),
        Arguments.of(certificate, certificate, "the key KEY holds no key but a certificate"),
        Arguments.of(certificate, NOTHING, "the key KEY holds no key; a PEM file has"),
        Arguments.of(certificate, old, "the key KEY is in an old form; convert it: openssl pkcs8"),
        Arguments.of(
            certificate,
            old.replace("MII=", "Proc-Type: 4,ENCRYPTED"),
            "the key KEY is locked by a password; unlock it: openssl pkey"),
        Arguments.of(
            certificate,
            key.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE"),
            "the key KEY is locked by a password"),
        Arguments.of(certificate, key.replaceFirst("\n.{20}", "\nAAAA"), "the key KEY is garbled"),
        Arguments.of(
            certificate.replaceFirst("\n.{20}", "\nAAAA"), key, "the certificate CERT is garbled"),
        Arguments.of(certificate.replace("\n-----END", "\n!\n-----END"), key, "CERT is garbled"),
        Arguments.of(certificate + halfOf(other.certificatePem()), key, "CERT is garbled"),
        Arguments.of(
            certificate + other.certificatePem().replace("\n-----END", "\n!\n-----END"),
            key,
            "CERT is garbled"),
        Arguments.of(
            certificate + halfOf(other.certificatePem()) + other.certificatePem(),
            key,
            "CERT is garbled"),
        Arguments.of(certificate + "-----BEGIN CERTIF", key, "the certificate CERT is garbled"),
        Arguments.of(halfOf(certificate), key, "the certificate CERT is garbled"),
        Arguments.of(certificate, halfOf(key), "the key KEY is garbled"),
        Arguments.of(
            certificate, key.replace("\n-----END", "\n!\n-----END"), "the key KEY is garbled"),
        Arguments.of(
            certificate,
            ofAnotherCurve(key),
            "the key KEY is of a kind that is not known here; RSA, EC (P-256, P-384, P-521)"),
        Arguments.of(
            certificate,
            other.keyPem(),
            "the key KEY is not that of the certificate CERT: its first certificate must be"),
        Arguments.of(other.certificatePem() + certificate, key, "the key KEY is not that of the"));
  }

  // As a file is while it is written.
  private static String halfOf(String pem) {
    return pem.substring(0, pem.length() / 2);
  }

  // secp256k1, which Java no longer signs with, in the place of secp384r1.
  private static String ofAnotherCurve(String keyPem) {
    String[] lines = keyPem.strip().split("\n");
    String base64 = String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1));
    String der = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    byte[] changed = HexFormat.of().parseHex(der.replace("2b81040022", "2b8104000a"));
    return lines[0]
        + "\n"
        + Base64.getEncoder().encodeToString(changed)
        + "\n"
        + lines[lines.length - 1]
        + "\n";
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsNamedByItsFile(String certificate, String key, String words) {
    assertThatThrownBy(() -> read(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            words
                .replace("CERT", folder.resolve("cert.pem").toString())
                .replace("KEY holds", folder.resolve("key.pem") + " holds")
                .replace("KEY is", folder.resolve("key.pem") + " is"));
  }

  @Test
  void fileThatIsMissingIsNamed() throws IOException {
    Path there = Files.writeString(folder.resolve("there.pem"), pair.certificatePem());
    Path missing = folder.resolve("missing.pem");

    assertThatThrownBy(() -> PemPair.of(missing, there))
        .hasMessage("the certificate " + missing + " does not exist");
    assertThatThrownBy(() -> PemPair.of(there, missing))
        .hasMessage("the key " + missing + " does not exist");
    assertThatThrownBy(() -> PemPair.of(folder, there))
        .hasMessageStartingWith("the certificate " + folder + " cannot be read: ");
  }

  private PemPair read(String certificate, String key) throws IOException {
    return PemPair.of(
        Files.writeString(folder.resolve("cert.pem"), certificate),
        Files.writeString(folder.resolve("key.pem"), key));
  }
}
