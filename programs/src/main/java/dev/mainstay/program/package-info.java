/**
 * Typed programs of calls to models: a record in, a record out, streamed field by field. {@link
 * dev.mainstay.program.Predict} is where to begin.
 */
@NullMarked
package dev.mainstay.program;

import org.jspecify.annotations.NullMarked;
