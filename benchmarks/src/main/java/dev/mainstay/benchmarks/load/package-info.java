/**
 * Load that checks what it gets: workloads, a provider that answers them at next to no cost, and a
 * client that counts an answer only when it came whole.
 */
@NullMarked
package dev.mainstay.benchmarks.load;

import org.jspecify.annotations.NullMarked;
