/** What Mainstay costs, measured. */
@NullMarked
package dev.mainstay.benchmarks;

import org.jspecify.annotations.NullMarked;
