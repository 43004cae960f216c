package dev.mainstay.http;

import java.net.URI;
import java.time.Duration;

/**
 * What to send.
 *
 * @param method the method, in capitals
 * @param uri where to; {@code http} or {@code https}
 * @param headers headers; {@code Host}, {@code Content-Length} and the connection's own are the
 *     transport's business
 * @param body the body, empty for none; not copied, and not to be changed
 * @param connectTimeout how long connecting (TCP and TLS) may take, above zero
 */
public record HttpCall(
    String method, URI uri, Headers headers, byte[] body, Duration connectTimeout) {}
