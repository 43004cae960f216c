/**
 * How good a program is, and how it becomes better: evaluation by a metric, and examples chosen by
 * it.
 */
@NullMarked
package dev.mainstay.program.optimize;

import org.jspecify.annotations.NullMarked;
