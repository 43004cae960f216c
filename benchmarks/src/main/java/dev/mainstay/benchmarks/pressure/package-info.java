/**
 * Many callers before providers that limit them: what becomes of them with pacing, and with the
 * same load and pacing off. The gateway, its provider and the load are all of one process, on real
 * sockets.
 */
@NullMarked
package dev.mainstay.benchmarks.pressure;

import org.jspecify.annotations.NullMarked;
