package dev.mainstay.gateway.config;

/**
 * A text that a configuration gives, itself or through the environment.
 *
 * @param value the text, without white space around it
 * @param shown how messages speak of it: what the file says, so that no variable's value shows
 * @param at where the file says it
 */
record Text(String value, String shown, Location at) {}
