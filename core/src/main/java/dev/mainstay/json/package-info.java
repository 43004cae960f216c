/**
 * JSON as immutable values, made of a text as they are asked for. What was parsed is written back
 * exactly as it came, byte for byte, so that nothing is rewritten that need not be.
 */
@NullMarked
package dev.mainstay.json;

import org.jspecify.annotations.NullMarked;
