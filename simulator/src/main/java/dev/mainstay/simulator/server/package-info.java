/**
 * The server: connections, the one place where requests become answers, and what breaks do to a
 * wire.
 */
@NullMarked
package dev.mainstay.simulator.server;

import org.jspecify.annotations.NullMarked;
