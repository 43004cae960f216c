/**
 * Tools that run while a model answers: their descriptions, the functions behind them, and the
 * rounds of asking the model and running what it calls.
 */
@NullMarked
package dev.mainstay.tool;

import org.jspecify.annotations.NullMarked;
