/**
 * The joint of a broken stream: what a continuation repeats, opens or leaves out is found, and the
 * two texts become one. Without I/O.
 */
@NullMarked
package dev.mainstay.splice;

import org.jspecify.annotations.NullMarked;
