package dev.mainstay.engine;

/**
 * What the calls of one engine share.
 *
 * @param memory who has refused a prefill
 * @param hedges when second attempts begin, and how many may
 * @param underWay those that are not over yet
 */
record EngineState(PrefillMemory memory, Hedges hedges, CallsUnderWay underWay) {}
