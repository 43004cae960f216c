/**
 * Bytes to vendors and back: the {@link dev.mainstay.http.Transport} interface with its
 * java.net.http implementation, the reader of server-sent events, and the hints that tell how long
 * to wait.
 */
@NullMarked
package dev.mainstay.http;

import org.jspecify.annotations.NullMarked;
