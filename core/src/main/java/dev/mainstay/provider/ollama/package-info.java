/**
 * Ollama's own dialect: {@code /api/chat} and {@code /api/embed}, lines of JSON.
 * https://docs.ollama.com/api
 */
@NullMarked
package dev.mainstay.provider.ollama;

import org.jspecify.annotations.NullMarked;
