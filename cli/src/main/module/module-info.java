/** The command line: a program, not a library. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no name of its own.
module dev.mainstay.cli {
  requires dev.mainstay;
  requires dev.mainstay.gateway;
  requires dev.mainstay.simulator;
  requires dev.mainstay.temporal;
  requires static org.jspecify;
  requires HdrHistogram;
  requires info.picocli;

  opens dev.mainstay.cli to
      info.picocli;
}
