package dev.mainstay.program.event;

/** How a status is told to a person; override what is to be told otherwise. */
public interface StatusWords {
  /** The words by default. */
  static StatusWords standard() {
    return new StatusWords() {};
  }

  /** The program {@code name} begins. */
  default String programBegun(String name) {
    return name + " begins";
  }

  /** The program {@code name} has answered. */
  default String programEnded(String name) {
    return name + " has answered";
  }

  /** The program {@code name} has ended without an answer. */
  default String programFailed(String name) {
    return name + " has failed";
  }

  /** {@code deployment} is asked. */
  default String attemptBegun(String deployment) {
    return "asking " + deployment;
  }

  /** {@code deployment} has answered, or failed. */
  default String attemptEnded(String deployment) {
    return deployment + " is done";
  }

  /** {@code deployment} is asked to answer in {@code form}. */
  default String formChosen(String deployment, String form) {
    return deployment + " answers in the form " + form;
  }

  /** The model is asked again, since its answer could not be read. */
  default String askedAgain(String why) {
    return "asking again: " + why;
  }

  /** The tool {@code name} begins. */
  default String toolBegun(String name) {
    return name + " runs";
  }

  /** The tool {@code name} has ended. */
  default String toolEnded(String name) {
    return name + " has run";
  }
}
