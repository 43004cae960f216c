package dev.mainstay.temporal;

/** What activities of ours are called in Temporal. */
final class ActivityNames {
  /** What each begins with. */
  static final String OURS = "Mainstay";

  static final String CHAT = OURS + "Chat";
  static final String STREAM = OURS + "Stream";
  static final String PROGRAM = OURS + "Program";
  static final String CANCELLED = OURS + "Cancelled";
  static final String PROGRAM_CANCELLED = OURS + "ProgramCancelled";

  private ActivityNames() {}
}
