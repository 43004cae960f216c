/**
 * What a call is made with, and what it hands out: its answer, whole or as it arrives, the
 * exceptions that callers catch, its metadata, and its events.
 */
@NullMarked
package dev.mainstay.call;

import org.jspecify.annotations.NullMarked;
