/**
 * Embeddings as calls: asked for by the loop that carries chats, in parts where no deployment takes
 * all inputs at once, and checked before they are an answer.
 */
@NullMarked
package dev.mainstay.embedding;

import org.jspecify.annotations.NullMarked;
