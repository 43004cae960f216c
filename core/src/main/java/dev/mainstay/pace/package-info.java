/**
 * When the next attempt at a deployment may go out, so that hardly one is refused: limits as they
 * are given, told and learnt, and who goes first of those who wait. No clock, no threads, no I/O.
 */
@NullMarked
package dev.mainstay.pace;

import org.jspecify.annotations.NullMarked;
