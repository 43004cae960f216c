/** The dialects of providers, as their answers are written and their requests read. */
@NullMarked
package dev.mainstay.simulator.dialect;

import org.jspecify.annotations.NullMarked;
