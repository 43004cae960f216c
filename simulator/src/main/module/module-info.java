/** Providers that do what is written down, over real sockets: to test callers with. */
module dev.mainstay.simulator {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires org.snakeyaml.engine;

  exports dev.mainstay.simulator;
  exports dev.mainstay.simulator.exchange;
  exports dev.mainstay.simulator.script;
}
