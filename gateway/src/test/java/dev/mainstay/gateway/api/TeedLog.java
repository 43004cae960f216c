package dev.mainstay.gateway.api;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The standard error of all that runs, where the log goes: kept, and passed on. */
final class TeedLog {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final PrintStream whole = System.err;

  /** Begins to keep. */
  void begin() {
    System.setErr(new PrintStream(new Tee(), true, StandardCharsets.UTF_8));
  }

  /** What was written since then. */
  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Ends to keep. */
  void end() {
    System.setErr(whole);
  }

  private final class Tee extends OutputStream {
    @Override
    public void write(int octet) {
      kept.write(octet);
      whole.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      kept.write(bytes, from, length);
      whole.write(bytes, from, length);
    }
  }
}
