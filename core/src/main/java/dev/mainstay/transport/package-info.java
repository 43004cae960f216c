/**
 * Bytes to vendors and back: the {@link dev.mainstay.transport.Transport} interface, its
 * implementation on java.net.http, proxies, and what failures of connections mean. For those who
 * bring a transport of their own.
 */
@NullMarked
package dev.mainstay.transport;

import org.jspecify.annotations.NullMarked;
