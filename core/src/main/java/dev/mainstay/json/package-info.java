/**
 * JSON as immutable values, read and written through jackson-core. What was parsed is written back
 * exactly as it came, byte for byte, so that nothing is rewritten that need not be.
 */
@NullMarked
package dev.mainstay.json;

import org.jspecify.annotations.NullMarked;
