/**
 * Anthropic's Messages API: requests written, answers read plain and streamed. The canonical form
 * is OpenAI's; what that has no word for travels as Anthropic has it, as further members and parts.
 */
@NullMarked
package dev.mainstay.provider.anthropic;

import org.jspecify.annotations.NullMarked;
