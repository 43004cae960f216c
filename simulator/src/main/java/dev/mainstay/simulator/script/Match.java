package dev.mainstay.simulator.script;

import java.util.Optional;

/**
 * Which requests a part of a script is about.
 *
 * @param model the model asked for, exactly; any where there is none
 * @param prompt text that occurs in one of the messages, exactly; any where there is none
 */
public record Match(Optional<String> model, Optional<String> prompt) {
  static final Match ANY = new Match(Optional.empty(), Optional.empty());

  /** Requests to {@code model}. */
  public static Match model(String model) {
    return ANY.andModel(model);
  }

  /** Requests with {@code text} in one of their messages. */
  public static Match prompt(String text) {
    return ANY.andPrompt(text);
  }

  /** Those of these that are to {@code model}. */
  public Match andModel(String model) {
    return new Match(Optional.of(model), prompt);
  }

  /** Those of these with {@code text} in one of their messages. */
  public Match andPrompt(String text) {
    return new Match(model, Optional.of(text));
  }
}
