/**
 * The interface to vendors: what a provider is, what a deployment of one is, and the stream it
 * answers with.
 */
@NullMarked
package dev.mainstay.provider;

import org.jspecify.annotations.NullMarked;
