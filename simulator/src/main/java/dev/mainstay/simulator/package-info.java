/** Scripted faulty providers over real sockets. */
@NullMarked
package dev.mainstay.simulator;

import org.jspecify.annotations.NullMarked;
