package dev.mainstay.gateway.front;

import java.nio.file.Path;

/**
 * TLS for callers, by PEM files that are looked at again when they change.
 *
 * @param certificate the gateway's certificate, and after it those that vouch for it
 * @param key its private key, not locked by a password
 */
public record TlsFiles(Path certificate, Path key) {}
