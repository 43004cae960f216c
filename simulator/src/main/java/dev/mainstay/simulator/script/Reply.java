package dev.mainstay.simulator.script;

/** What happens to one request: an {@link Answer}, or a {@link Fault} in place of one. */
public sealed interface Reply permits Answer, Fault {}
