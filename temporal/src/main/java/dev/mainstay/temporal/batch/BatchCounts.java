package dev.mainstay.temporal.batch;

/**
 * How far a batch workflow has come.
 *
 * @param answered how many lines have their answer
 * @param failed how many failed for good
 */
public record BatchCounts(long answered, long failed) {}
