/** Diagrams as SVG. */
@NullMarked
package dev.mainstay.cli.plot;

import org.jspecify.annotations.NullMarked;
