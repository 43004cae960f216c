/** A call as a future. */
@NullMarked
package dev.mainstay.async;

import org.jspecify.annotations.NullMarked;
