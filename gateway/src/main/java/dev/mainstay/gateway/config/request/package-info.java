/** What one request wants otherwise than the configuration, in LiteLLM's fields and headers. */
@NullMarked
package dev.mainstay.gateway.config.request;

import org.jspecify.annotations.NullMarked;
