package dev.mainstay.cli.load;

import java.time.Duration;

/**
 * How a load stands.
 *
 * @param elapsed since when it runs
 * @param sent how many messages went out
 * @param total how many there are to be in all; 0 where time ends it
 * @param answered how many were answered whole and right
 * @param failed how many were not
 * @param underWay how many are out
 * @param perSecond how many were answered in the last second
 * @param typical how long half of those waited for the first of their answer
 */
public record Standing(
    Duration elapsed,
    long sent,
    long total,
    long answered,
    long failed,
    long underWay,
    long perSecond,
    Duration typical) {}
