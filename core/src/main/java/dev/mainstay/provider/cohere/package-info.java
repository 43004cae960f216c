/** Cohere's dialect, version 2 of its API. https://docs.cohere.com/reference/chat */
@NullMarked
package dev.mainstay.provider.cohere;

import org.jspecify.annotations.NullMarked;
