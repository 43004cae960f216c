/** The words of answers, of statuses and of waits, which know nothing of scripts. */
@NullMarked
package dev.mainstay.simulator.words;

import org.jspecify.annotations.NullMarked;
