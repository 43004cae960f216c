/**
 * A gateway under hundreds of callers, a third of its provider's attempts faulty, callers leaving:
 * no answer is wrong, and afterwards nothing is held that was not held before.
 */
@NullMarked
package dev.mainstay.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
