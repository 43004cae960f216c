package dev.mainstay.program.adapter;

import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.History;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes what tells a header from text. The sequence of a signature is always the same, so that what
 * providers keep of a prompt fits the next one; the first that no text contains is taken.
 */
final class Nonce {
  private static final int BYTES = 2;

  private Nonce() {}

  static String of(
      Signature<?, ?> signature, String instructions, List<Demo> demos, InputValues input) {
    List<String> texts = new ArrayList<>(List.of(instructions, input.json().toJson()));
    for (Demo demo : demos) {
      texts.add(demo.input().toJson());
      texts.add(demo.output().toJson());
    }
    for (History.Turn turn : input.turns()) {
      texts.add(turn.toString());
    }
    String seed = signature.toJson().toJson();
    String nonce = next(seed, 0);
    for (int i = 1; isIn(texts, nonce); i++) {
      nonce = next(seed, i);
    }
    return nonce;
  }

  private static boolean isIn(List<String> texts, String nonce) {
    return texts.stream().anyMatch(text -> text.contains(nonce));
  }

  // Longer ones where a text holds all the short ones.
  private static String next(String seed, int number) {
    int length = Math.min(32, BYTES + number / 64);
    return HexFormat.of().formatHex(sha256(seed + "#" + number), 0, length);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
