/**
 * Scripted faulty providers over real sockets, to test against: a {@link
 * dev.mainstay.simulator.Simulator} plays a {@link dev.mainstay.simulator.script.Script} of
 * {@linkplain dev.mainstay.simulator.script.Answer answers} and {@linkplain
 * dev.mainstay.simulator.script.Fault faults} in OpenAI's dialect, streamed or plain as each
 * request asks, and remembers what it was asked.
 */
@NullMarked
package dev.mainstay.simulator;

import org.jspecify.annotations.NullMarked;
