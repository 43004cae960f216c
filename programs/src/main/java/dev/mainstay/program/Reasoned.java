package dev.mainstay.program;

/**
 * An answer with the reasoning that led to it.
 *
 * @param reasoning the model's reasoning
 * @param answer the answer
 */
public record Reasoned<O>(String reasoning, O answer) {}
