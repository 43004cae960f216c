/**
 * The command line: a program, not a library. Its {@code batch} runs on the class path alone, as
 * {@code ./mainstay} runs it: Temporal's jars share packages, so that they cannot be modules.
 */
@SuppressWarnings("requires-automatic") // HdrHistogram has no name of its own.
module dev.mainstay.cli {
  requires dev.mainstay;
  requires dev.mainstay.gateway;
  requires dev.mainstay.simulator;
  requires java.logging;
  requires static org.jspecify;
  requires HdrHistogram;
  requires info.picocli;

  opens dev.mainstay.cli to
      info.picocli;
}
