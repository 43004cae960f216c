/** A provider that answers a few workloads at next to no cost. */
@NullMarked
package dev.mainstay.benchmarks.mock;

import org.jspecify.annotations.NullMarked;
