package dev.mainstay.program.adapter;

import dev.mainstay.model.Tool;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.program.signature.ToolStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model is to be asked, in no form yet.
 *
 * @param signature what is given and what is to be answered
 * @param instructions what to do; may be empty
 * @param demos examples, in order
 * @param input what is given
 * @param tools what may be called on the way
 * @param steps what has been called so far, in order
 * @param retries answers since then that could not be read, in order
 * @param nonce what tells headers from text: in none of the texts
 */
public record Prompt(
    Signature<?, ?> signature,
    String instructions,
    List<Demo> demos,
    InputValues input,
    List<Tool> tools,
    List<ToolStep> steps,
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
    tools = List.copyOf(tools);
    steps = List.copyOf(steps);
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
        List.of(),
        List.of(),
        Nonce.of(signature, instructions, demos, input));
  }

  /** This prompt with tools to call. */
  public Prompt withTools(List<Tool> tools) {
    return new Prompt(signature, instructions, demos, input, tools, steps, retries, nonce);
  }

  /** This prompt after an answer that could not be read. */
  public Prompt after(Retry retry) {
    List<Retry> all = new ArrayList<>(retries);
    all.add(retry);
    return new Prompt(signature, instructions, demos, input, tools, steps, all, nonce);
  }

  /** This prompt after a turn that called tools. */
  public Prompt after(ToolStep step) {
    List<ToolStep> all = new ArrayList<>(steps);
    all.add(step);
    return new Prompt(signature, instructions, demos, input, tools, all, List.of(), nonce);
  }

  /** This prompt without the oldest results of tools; nothing where none is left to leave out. */
  public Optional<Prompt> shorter() {
    for (int i = 0; i < steps.size(); i++) {
      if (!steps.get(i).isLeftOut()) {
        List<ToolStep> all = new ArrayList<>(steps);
        all.set(i, steps.get(i).withoutResults());
        return Optional.of(
            new Prompt(signature, instructions, demos, input, tools, all, retries, nonce));
      }
    }
    return Optional.empty();
  }
}
