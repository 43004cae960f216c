package dev.mainstay.gateway.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate, with those that vouch for it after it, and its key, as PEM files have them. */
record PemPair(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern KEY = block("PRIVATE KEY");
  private static final String CERTIFICATE_BEGINS = "-----BEGIN CERTIFICATE-----";
  private static final String KEY_BEGINS = "-----BEGIN PRIVATE KEY-----";
  private static final String LOCKED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final Pattern OLD_FORM =
      Pattern.compile("-----BEGIN (RSA|EC|DSA) PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
  private static final String UNKNOWN_KIND =
      "of a kind that is not known here; RSA, EC (P-256, P-384, P-521), Ed25519 and Ed448 are";
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  private static Pattern block(String what) {
    return Pattern.compile("-----BEGIN " + what + "-----([A-Za-z0-9+/=\\s]+)-----END " + what);
  }

  /**
   * The pair in two files.
   *
   * @throws IOException if it cannot be used; the message says which file is wrong, and what
   */
  static PemPair of(Path certificateFile, Path keyFile) throws IOException {
    List<X509Certificate> chain = chain(certificateFile, text("certificate", certificateFile));
    PrivateKey key = key(keyFile, text("key", keyFile));
    if (!fits(keyFile, key, chain.getFirst().getPublicKey())) {
      throw new IOException(
          "the key "
              + keyFile
              + " is not that of the certificate "
              + certificateFile
              + ": its first certificate must be the server's own");
    }
    return new PemPair(key, chain);
  }

  private static String text(String what, Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("the " + what + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw new IOException("the " + what + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> chain(Path file, String text) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(text);
    while (blocks.find()) {
      chain.add(certificate(file, decoded(file, blocks.group(1))));
    }
    // One that is half written, or garbled between its lines, is not passed over.
    if (chain.isEmpty()
        || text.split(CERTIFICATE_BEGINS, -1).length - 1 > chain.size()
        || endsInABeginning(text)) {
      throw new IOException("the certificate " + file + whyNoCertificate(text));
    }
    return chain;
  }

  // A file is that while it is written.
  private static boolean endsInABeginning(String text) {
    String last = text.stripTrailing().lines().reduce((earlier, line) -> line).orElse("");
    return last.startsWith("-") && !last.startsWith("-----END ");
  }

  private static String whyNoCertificate(String text) {
    if (text.contains(CERTIFICATE_BEGINS)) {
      return " is garbled";
    }
    return text.contains("PRIVATE KEY-----")
        ? " holds no certificate but a key: are the two files the wrong way round?"
        : " holds no certificate; a PEM file has " + CERTIFICATE_BEGINS;
  }

  private static X509Certificate certificate(Path file, byte[] bytes) throws IOException {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
      return (X509Certificate) read;
    } catch (CertificateException e) {
      throw new IOException("the certificate " + file + " is garbled: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file, String text) throws IOException {
    Matcher block = KEY.matcher(text);
    if (!block.find()) {
      throw new IOException("the key " + file + whyNoKey(text));
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(decoded(file, block.group(1)));
    for (String kind : KINDS) {
      Optional<PrivateKey> key = key(kind, spec);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IOException("the key " + file + " is garbled, or " + UNKNOWN_KIND);
  }

  private static String whyNoKey(String text) {
    if (text.contains(LOCKED) || text.contains("Proc-Type: 4,ENCRYPTED")) {
      return " is locked by a password; unlock it: openssl pkey -in KEY -out UNLOCKED";
    }
    if (OLD_FORM.matcher(text).find()) {
      return " is in an old form; convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";
    }
    if (text.contains(KEY_BEGINS)) {
      return " is garbled";
    }
    return text.contains(CERTIFICATE_BEGINS)
        ? " holds no key but a certificate: are the two files the wrong way round?"
        : " holds no key; a PEM file has " + KEY_BEGINS;
  }

  private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePrivate(spec));
    } catch (InvalidKeySpecException anotherKind) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + kind, e);
    }
  }

  private static byte[] decoded(Path file, String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is garbled: " + e.getMessage(), e);
    }
  }

  // What the one signs, the other must find right.
  private static boolean fits(Path keyFile, PrivateKey key, PublicKey certified)
      throws IOException {
    byte[] signed = signed(keyFile, key);
    try {
      Signature signature = signature(key);
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException anotherKind) {
      return false;
    }
  }

  private static byte[] signed(Path keyFile, PrivateKey key) throws IOException {
    try {
      Signature signature = signature(key);
      signature.initSign(key);
      signature.update(PROBE);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException("the key " + keyFile + " is " + UNKNOWN_KIND, e);
    }
  }

  private static Signature signature(PrivateKey key) throws GeneralSecurityException {
    return Signature.getInstance(
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        });
  }

  // A key may print itself.
  @Override
  public String toString() {
    return "PemPair[" + chain.size() + " certificates]";
  }
}
