package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;

/** What is thrown for an answer that is not one of the program's, and is not asked for again. */
final class BadAnswer {
  private BadAnswer() {}

  /** How an answer that is not whole has ended, for a trace. */
  static String ending(Taking taken) {
    if (taken.isCutOff()) {
      return "cut off by the limit on tokens";
    }
    return taken.isFiltered() ? "stopped by a filter" : "refused";
  }

  /** For an answer that was cut off, filtered or refused. */
  static ProgramException notWhole(Taking taken, ProgramMetadata story) {
    PartialAnswer partial = taken.partial();
    if (taken.isCutOff()) {
      return new LengthLimitException(
          "the answer was cut off by the limit on tokens; ask with a higher maxTokens",
          partial,
          story);
    }
    return taken.isFiltered()
        ? new ContentFilterException("a filter stopped the answer", partial, story)
        : new RefusedException("the model refused to answer: " + taken.refusal(), partial, story);
  }

  /**
   * For an answer that could not be read.
   *
   * @param asked how often it was asked for
   * @param why why it is not asked for once more
   */
  static ProgramException unread(
      Taking taken, String fault, int asked, String why, ProgramMetadata story) {
    return new ProgramException(
        "the answer could not be read: "
            + fault
            + "; asked "
            + (asked == 1 ? "once" : asked + " times")
            + ", and no more: "
            + why,
        taken.partial(),
        story);
  }
}
