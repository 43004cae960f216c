/**
 * Gateways side by side in one run: what a request, a chunk, an open stream and a start cost, in
 * turns, with nginx as the yardstick.
 */
@NullMarked
package dev.mainstay.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
