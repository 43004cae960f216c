/**
 * What is read of answers over HTTP whoever speaks: server-sent events, and the hints that tell how
 * long to wait.
 */
@NullMarked
package dev.mainstay.http;

import org.jspecify.annotations.NullMarked;
