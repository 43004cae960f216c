/**
 * Who serves a call: model groups, their other names and fallbacks, and the strategy that chooses
 * one of a group's deployments.
 */
@NullMarked
package dev.mainstay.routing;

import org.jspecify.annotations.NullMarked;
