package dev.mainstay.cli.load;

import java.util.Optional;

/**
 * What became of one message. Moments are of {@link System#nanoTime}.
 *
 * @param user whose it was, from 0
 * @param isStreamed whether its answer was to come as a stream
 * @param due when it was to go out: what waits for a stall is late, and counts as such
 * @param sent when it went out
 * @param first when the first of its answer was there that says something; 0 where nothing was
 * @param end when it was over
 * @param miss what was wrong; nothing for a whole and right answer
 */
record Outcome(
    int user, boolean isStreamed, long due, long sent, long first, long end, Optional<Miss> miss) {}
