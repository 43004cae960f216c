/**
 * What a command writes to: standard output and error, with what the terminal behind them can show.
 */
@NullMarked
package dev.mainstay.cli.terminal;

import org.jspecify.annotations.NullMarked;
