/**
 * Durable calls: chats that survive their worker, as activities and workflows on Temporal, with one
 * owner of retries. {@link dev.mainstay.temporal.DurableChat} is what a workflow calls, {@link
 * dev.mainstay.temporal.DurableWorker} what answers it.
 */
@NullMarked
package dev.mainstay.temporal;

import org.jspecify.annotations.NullMarked;
