/** Somebody who uses the library as modules. */
module consumer {
  requires dev.mainstay;
  requires dev.mainstay.gateway;
  requires dev.mainstay.program;
  requires dev.mainstay.simulator;
}
