/**
 * Typed programs of calls to models: a record in, a record out, streamed field by field. {@link
 * dev.mainstay.program.Field} names a component of a record.
 */
@NullMarked
package dev.mainstay.program;

import org.jspecify.annotations.NullMarked;
