/**
 * The configuration's words: its keys and LiteLLM's names, for messages that tell what to set, and
 * how what a file says is quoted, guessed at and measured.
 */
@NullMarked
package dev.mainstay.gateway.config.words;

import org.jspecify.annotations.NullMarked;
