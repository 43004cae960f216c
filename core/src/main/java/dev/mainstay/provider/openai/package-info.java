/**
 * OpenAI's chat completions as spoken by OpenAI, Azure and everybody compatible: requests written,
 * answers read plain and streamed.
 */
@NullMarked
package dev.mainstay.provider.openai;

import org.jspecify.annotations.NullMarked;
