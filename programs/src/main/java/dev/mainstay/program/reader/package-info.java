/**
 * An answer taken apart as it comes: which field each piece belongs to, what of a damaged form can
 * be mended, and the values that the pieces make up.
 */
@NullMarked
package dev.mainstay.program.reader;

import org.jspecify.annotations.NullMarked;
