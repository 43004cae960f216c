package dev.mainstay.temporal.sink;

/** What a board's handlers are called in Temporal. */
final class BoardNames {
  static final String OPEN = "mainstayOpen";
  static final String WRITE = "mainstayWrite";
  static final String READ = "mainstayRead";
  static final String PEEK = "mainstayPeek";

  private BoardNames() {}
}
