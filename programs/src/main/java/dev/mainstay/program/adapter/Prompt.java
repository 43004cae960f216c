package dev.mainstay.program.adapter;

import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.ToolStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model is to be asked, in no form yet.
 *
 * @param brief what it is to do
 * @param input what is given
 * @param steps what has been called so far, in order
 * @param retries answers since then that could not be read, in order
 * @param nonce what tells headers from text: in none of the texts that are given, what tools have
 *     said included
 */
public record Prompt(
    Brief brief, InputValues input, List<ToolStep> steps, List<Retry> retries, String nonce) {
  /**
   * An answer that could not be read.
   *
   * @param raw its text
   * @param why why not, in words for the model
   */
  public record Retry(String raw, String why) {}

  /** A prompt; the lists are copied. */
  public Prompt {
    steps = List.copyOf(steps);
    retries = List.copyOf(retries);
  }

  /** This prompt after an answer that could not be read. */
  public Prompt after(Retry retry) {
    List<Retry> all = new ArrayList<>(retries);
    all.add(retry);
    return new Prompt(brief, input, steps, all, nonce);
  }

  /** This prompt after a turn that called tools. */
  public Prompt after(ToolStep step) {
    List<ToolStep> all = new ArrayList<>(steps);
    all.add(step);
    return new Prompt(brief, input, all, List.of(), brief.nonce(input, all, nonce));
  }

  /** This prompt without the oldest results of tools; nothing where none is left to leave out. */
  public Optional<Prompt> shorter() {
    for (int i = 0; i < steps.size(); i++) {
      if (!steps.get(i).isLeftOut()) {
        List<ToolStep> all = new ArrayList<>(steps);
        all.set(i, steps.get(i).withoutResults());
        return Optional.of(new Prompt(brief, input, all, retries, nonce));
      }
    }
    return Optional.empty();
  }
}
