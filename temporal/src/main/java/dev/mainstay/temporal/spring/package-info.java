/** Durable calls beside Temporal's Spring Boot starter, configured by themselves. */
@NullMarked
package dev.mainstay.temporal.spring;

import org.jspecify.annotations.NullMarked;
