/** What goes over the wire: headers, what a simulator was asked, and how each request ended. */
@NullMarked
package dev.mainstay.simulator.exchange;

import org.jspecify.annotations.NullMarked;
