/**
 * What text is made of: sorts of characters, whole characters of pieces, and an estimate of tokens.
 */
@NullMarked
package dev.mainstay.text;

import org.jspecify.annotations.NullMarked;
