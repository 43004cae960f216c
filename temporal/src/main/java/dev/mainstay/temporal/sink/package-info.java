/**
 * Where streamed answers go while they come: sinks that outlive a worker, let one writer in at a
 * time, and tell the next one what their readers have.
 */
@NullMarked
package dev.mainstay.temporal.sink;

import org.jspecify.annotations.NullMarked;
