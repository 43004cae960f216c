package dev.mainstay.simulator;

/** What has been decided for a request, to be played once. */
@FunctionalInterface
interface Act {
  Course play(Exchange exchange) throws ClientLeft;
}
