package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/**
 * How far an attempt has come.
 *
 * @param answer its answer
 * @param failure why it ended before its commit; nothing where it has reached that
 */
record Reached(AttemptAnswer answer, Optional<Failure> failure) {}
