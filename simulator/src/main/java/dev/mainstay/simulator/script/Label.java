package dev.mainstay.simulator.script;

/** What an answer tells about itself. An empty text, and tokens below 0, mean: as it comes. */
public record Label(String finish, String model, int promptTokens, int completionTokens) {
  static final Label USUAL = new Label("", "", -1, -1);

  Label withFinish(String finish) {
    return new Label(finish, model, promptTokens, completionTokens);
  }

  Label withModel(String model) {
    return new Label(finish, model, promptTokens, completionTokens);
  }

  Label withTokens(int promptTokens, int completionTokens) {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException(
          "usage of " + promptTokens + " and " + completionTokens + " tokens; use 0 or more");
    }
    return new Label(finish, model, promptTokens, completionTokens);
  }
}
