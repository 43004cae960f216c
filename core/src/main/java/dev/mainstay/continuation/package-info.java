/**
 * How the rest of a broken answer is asked for, and how it becomes one answer with what was
 * delivered.
 */
@NullMarked
package dev.mainstay.continuation;

import org.jspecify.annotations.NullMarked;
