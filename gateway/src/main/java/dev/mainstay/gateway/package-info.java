/** The engine as an OpenAI-compatible HTTP gateway: wiring, no logic. */
@NullMarked
package dev.mainstay.gateway;

import org.jspecify.annotations.NullMarked;
