package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;

/**
 * An answer with its story.
 *
 * @param value the answer
 * @param metadata how it came about
 */
public record ProgramAnswer<O>(O value, ProgramMetadata metadata) {}
