/**
 * Many prompts from a file, each answered once into another: the output file is the journal, so
 * that whatever dies, a second start goes on. {@link dev.mainstay.temporal.batch.Batch} is where to
 * begin.
 */
@NullMarked
package dev.mainstay.temporal.batch;

import org.jspecify.annotations.NullMarked;
