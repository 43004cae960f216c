/**
 * What is said and heard. The canonical form of requests, answers and chunks is the JSON of
 * OpenAI's chat completions, since every client speaks it and most providers do; the types here are
 * readable views of it that keep what they do not know.
 */
@NullMarked
package dev.mainstay.model;

import org.jspecify.annotations.NullMarked;
