/**
 * A load on any endpoint that speaks OpenAI's dialect: users who ask, answers that are checked, and
 * what came of it as a table and as a plot.
 */
@NullMarked
package dev.mainstay.cli.load;

import org.jspecify.annotations.NullMarked;
