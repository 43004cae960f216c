/**
 * Conversations with a model as workflows: messages come in by update, answers go out as streams,
 * one turn at a time, for as long as it takes.
 */
@NullMarked
package dev.mainstay.temporal.conversation;

import org.jspecify.annotations.NullMarked;
