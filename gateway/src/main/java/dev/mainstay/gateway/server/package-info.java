/**
 * HTTP over Netty for blocking code on virtual threads: {@link
 * dev.mainstay.gateway.server.GatewayServer} for callers, {@link
 * dev.mainstay.gateway.server.NettyTransport} to vendors, both on the same {@link
 * dev.mainstay.gateway.server.EventLoops}. The only package that knows Netty.
 */
@NullMarked
package dev.mainstay.gateway.server;

import org.jspecify.annotations.NullMarked;
