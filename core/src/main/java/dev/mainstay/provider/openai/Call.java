package dev.mainstay.provider.openai;

import dev.mainstay.http.Exchange;
import dev.mainstay.time.TimeSource;

/**
 * One attempt.
 *
 * @param exchange carries it
 * @param isStream whether a stream was asked for
 * @param choices how many choices were asked for
 * @param hidesUsage whether a stream's usage chunk was asked for by us alone
 * @param classifier knows its errors
 * @param time bounds what is read after the answer's end
 */
record Call(
    Exchange exchange,
    boolean isStream,
    int choices,
    boolean hidesUsage,
    Classifier classifier,
    TimeSource time) {}
