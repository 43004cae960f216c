package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.CallPolicy;

/**
 * One line to answer. Its prompt is the worker's: it does not travel.
 *
 * @param index which, from 0
 * @param policy what the call may take
 */
public record BatchLine(long index, CallPolicy policy) {}
