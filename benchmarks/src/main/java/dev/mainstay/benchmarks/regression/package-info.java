/** What JMH measured, against what it measured before. */
@NullMarked
package dev.mainstay.benchmarks.regression;

import org.jspecify.annotations.NullMarked;
