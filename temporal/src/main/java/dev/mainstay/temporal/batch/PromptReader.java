package dev.mainstay.temporal.batch;

import java.io.IOException;
import java.util.Map;

/** Reads a batch's prompts window by window, so that there may be as many as one likes. */
interface PromptReader extends AutoCloseable {
  /** With how much text a window ends: characters of a file, bytes of requests; 16 MB or less. */
  long MOST_TEXT = 8L << 20;

  /**
   * The next prompts that are not in the journal, by index: {@code size} of them, fewer where they
   * are long; none at the end.
   */
  Map<Long, PromptLine> window(int size, Journal journal) throws IOException;

  /** How many prompts have been gone through so far, those in the journal included. */
  long seen();

  @Override
  void close() throws IOException;
}
