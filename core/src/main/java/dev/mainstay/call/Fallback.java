package dev.mainstay.call;

/**
 * A call's step from one model group to another.
 *
 * @param from the group that could not serve it
 * @param to the group it went to
 * @param failure the name of the failure's kind that ended it there, as in {@code RateLimited}, or
 *     {@code NoDeployment} where nobody was asked
 */
public record Fallback(String from, String to, String failure) {}
