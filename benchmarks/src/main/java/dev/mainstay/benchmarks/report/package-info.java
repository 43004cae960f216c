/** How what was measured is shown: tables in Markdown. */
@NullMarked
package dev.mainstay.benchmarks.report;

import org.jspecify.annotations.NullMarked;
