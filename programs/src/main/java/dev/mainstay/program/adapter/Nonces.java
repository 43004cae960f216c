package dev.mainstay.program.adapter;

import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.History;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.text.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * What tells a header from text. The sequence of a signature is always the same, so that what
 * providers keep of a prompt fits the next one; the first that no text contains is taken.
 */
final class Nonces {
  private static final int BYTES = 2;

  private final String seed;
  private final List<String> texts = new ArrayList<>();
  private final int first;
  private final String usual;

  /** The nonces of a program; none of its own texts contains one. */
  Nonces(Signature<?, ?> signature, String instructions, List<Demo> demos) {
    seed = signature.toJson().toJson();
    texts.add(instructions);
    for (Demo demo : demos) {
      texts.add(demo.input().toJson());
      texts.add(demo.output().toJson());
    }
    int number = 0;
    while (isIn(texts, next(number))) {
      number++;
    }
    first = number;
    usual = next(first);
  }

  /** The one for every input that does not contain it. */
  String usual() {
    return usual;
  }

  /** The one for {@code input}. */
  String of(InputValues input) {
    return of(input, List.of());
  }

  /** The one for {@code input} and what tools have {@code told}. */
  String of(InputValues input, List<String> told) {
    List<String> given = new ArrayList<>(told);
    given.add(input.json().toJson());
    for (History.Turn turn : input.turns()) {
      given.add(Signature.valuesOf(turn.input()).json().toJson());
      given.add(Signature.outputOf(turn.output()).toJson());
    }
    String nonce = usual;
    for (int i = first + 1; isIn(given, nonce) || isIn(texts, nonce); i++) {
      nonce = next(i);
    }
    return nonce;
  }

  private static boolean isIn(List<String> texts, String nonce) {
    for (String text : texts) {
      if (text.contains(nonce)) {
        return true;
      }
    }
    return false;
  }

  // Longer ones where a text holds all the short ones.
  private String next(int number) {
    int length = Math.min(32, BYTES + number / 64);
    return Sha256.hex(seed + "#" + number, length);
  }
}
