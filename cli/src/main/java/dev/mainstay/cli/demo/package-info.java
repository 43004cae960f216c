/**
 * Calls that survive, to watch: a provider that fails, a gateway before it, and a client that tells
 * what it gets.
 */
@NullMarked
package dev.mainstay.cli.demo;

import org.jspecify.annotations.NullMarked;
