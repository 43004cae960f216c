/** What is told while a program answers, to whom, and the story that is left of it. */
@NullMarked
package dev.mainstay.program.event;

import org.jspecify.annotations.NullMarked;
