/**
 * The one way to time: what the clock says, waiting, timers and deadlines, real or moved by hand.
 */
@NullMarked
package dev.mainstay.time;

import org.jspecify.annotations.NullMarked;
