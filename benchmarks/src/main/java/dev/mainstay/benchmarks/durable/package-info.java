/**
 * Durable calls in numbers: many through workflows before a limited provider, and a batch whose
 * process is killed.
 */
@NullMarked
package dev.mainstay.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
