/**
 * The gateway's endpoints, one class each, and the one place where failures become HTTP statuses.
 */
@NullMarked
package dev.mainstay.gateway.api;

import org.jspecify.annotations.NullMarked;
