/**
 * Google's Gemini API, {@code generateContent}: requests written, answers read plain and streamed.
 * The canonical form is OpenAI's; what that has no word for travels as Gemini has it, as further
 * members and parts.
 */
@NullMarked
package dev.mainstay.provider.gemini;

import org.jspecify.annotations.NullMarked;
