/**
 * How a program's fields are put to a model, and which form its answer has: prompts, the schema,
 * and the reader that belongs to them.
 */
@NullMarked
package dev.mainstay.program.adapter;

import org.jspecify.annotations.NullMarked;
