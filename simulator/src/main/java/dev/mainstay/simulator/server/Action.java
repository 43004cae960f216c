package dev.mainstay.simulator.server;

/** What has been decided for a request, to be played once. */
@FunctionalInterface
interface Action {
  Course play(ReplyPlace exchange) throws ClientLeft;
}
