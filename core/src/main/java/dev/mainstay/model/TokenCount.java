package dev.mainstay.model;

/**
 * How many tokens a request has.
 *
 * @param tokens the tokens that a model reads in it
 * @param isEstimated whether that is an estimate of ours, since no provider told it
 */
public record TokenCount(long tokens, boolean isEstimated) {}
