package dev.mainstay.program.adapter;

import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is to be asked, in no form yet.
 *
 * @param signature what is given and what is to be answered
 * @param instructions what to do; may be empty
 * @param demos examples, in order
 * @param input what is given
 * @param retries answers that could not be read, in order
 * @param nonce what tells headers from text: in none of the texts
 */
public record Prompt(
    Signature<?, ?> signature,
    String instructions,
    List<Demo> demos,
    InputValues input,
    List<Retry> retries,
    String nonce) {
  /**
   * An answer that could not be read.
   *
   * @param raw its text
   * @param why why not, in words for the model
   */
  public record Retry(String raw, String why) {}

  /** A prompt; the lists are copied. */
  public Prompt {
    demos = List.copyOf(demos);
    retries = List.copyOf(retries);
  }

  /** The prompt of a first attempt. */
  public static Prompt of(
      Signature<?, ?> signature, String instructions, List<Demo> demos, InputValues input) {
    return new Prompt(
        signature,
        instructions,
        demos,
        input,
        List.of(),
        Nonce.of(signature, instructions, demos, input));
  }

  /** This prompt after an answer that could not be read. */
  public Prompt after(Retry retry) {
    List<Retry> all = new ArrayList<>(retries);
    all.add(retry);
    return new Prompt(signature, instructions, demos, input, all, nonce);
  }
}
