/**
 * What the gateway is told: LiteLLM's YAML read into immutable records, each problem with its file
 * and line. Reading has no side effects, so a file can be checked, or read again, while a gateway
 * runs on an earlier one.
 */
@NullMarked
package dev.mainstay.gateway.config;

import org.jspecify.annotations.NullMarked;
