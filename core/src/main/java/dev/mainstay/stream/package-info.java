/**
 * Answers as they arrive, put together: pure machinery without I/O, fed chunks and giving chunks or
 * answers.
 */
@NullMarked
package dev.mainstay.stream;

import org.jspecify.annotations.NullMarked;
