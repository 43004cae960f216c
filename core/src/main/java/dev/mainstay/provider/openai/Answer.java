package dev.mainstay.provider.openai;

import dev.mainstay.provider.ProviderStream.Step;
import java.io.IOException;

/** The body of a 200 as it is read. */
interface Answer extends AutoCloseable {
  /** The next step; not called again after an end. */
  Step next() throws IOException;

  /** Whether the semantic end has come: whatever breaks now, the answer is whole. */
  boolean isWhole();

  /** Gives up what is left, but for a little that lets the connection be used again. */
  @Override
  void close();
}
