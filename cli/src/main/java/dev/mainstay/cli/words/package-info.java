/** What things are called where there is room for a few words. */
@NullMarked
package dev.mainstay.cli.words;

import org.jspecify.annotations.NullMarked;
