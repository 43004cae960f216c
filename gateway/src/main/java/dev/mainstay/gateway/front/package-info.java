/** How a gateway meets its callers: what it takes from them, how long it waits, what it shows. */
@NullMarked
package dev.mainstay.gateway.front;

import org.jspecify.annotations.NullMarked;
