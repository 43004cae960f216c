package dev.mainstay.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A token that somebody issued.
 *
 * @param secret the token
 * @param end when it ends, where that is known
 */
public record Token(Secret secret, Optional<Instant> end) {}
