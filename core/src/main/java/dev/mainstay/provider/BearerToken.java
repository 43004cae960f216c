package dev.mainstay.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A bearer token that somebody issued, as OAuth has them.
 *
 * @param secret the token
 * @param end when it ends, where that is known
 */
public record BearerToken(Secret secret, Optional<Instant> end) {}
