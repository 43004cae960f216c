/** The command line: a program, not a library. */
module dev.mainstay.cli {
  requires dev.mainstay;
  requires dev.mainstay.gateway;
  requires dev.mainstay.simulator;
  requires static org.jspecify;
  requires info.picocli;

  opens dev.mainstay.cli to
      info.picocli;
}
