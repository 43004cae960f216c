/** The attempt loop, the only one there is, and the stream it hands to the caller. */
@NullMarked
package dev.mainstay.engine;

import org.jspecify.annotations.NullMarked;
