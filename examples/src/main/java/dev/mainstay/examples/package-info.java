/** Small programs that show the library at work. */
@NullMarked
package dev.mainstay.examples;

import org.jspecify.annotations.NullMarked;
