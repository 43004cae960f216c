/**
 * What is wanted when things go wrong: how often to retry, how long to wait, when to give up.
 * Policies are values that compute; they know no clock, hold no state and wait for nothing.
 */
@NullMarked
package dev.mainstay.policy;

import org.jspecify.annotations.NullMarked;
