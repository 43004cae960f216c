/** What happens in a call, as values: the one source of metrics, traces, logs and tests. */
@NullMarked
package dev.mainstay.event;

import org.jspecify.annotations.NullMarked;
