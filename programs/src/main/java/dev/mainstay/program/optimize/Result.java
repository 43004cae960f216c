package dev.mainstay.program.optimize;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one example went.
 *
 * @param example the example
 * @param answer what the program answered; nothing where it failed
 * @param score how good that is; 0 where the program or the metric failed
 * @param failure the kind of its failure, in one word; after {@code Metric: } that of the metric
 * @param tokens the tokens used, as far as they were told
 * @param cost what it cost in US dollars, where that is known
 * @param duration how long its calls took
 */
public record Result<I, O>(
    Example<I, O> example,
    Optional<O> answer,
    double score,
    Optional<String> failure,
    long tokens,
    OptionalDouble cost,
    Duration duration) {}
