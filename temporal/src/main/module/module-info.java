/**
 * Calls to models on Temporal, which survive the death of their worker: activities, workflows, and
 * sinks for answers as they come. {@link dev.mainstay.temporal.DurableChat} is where to begin.
 *
 * <p>Says what is public, and is not compiled: Temporal's jars share packages, so that they cannot
 * be modules, and neither can who needs them.
 */
module dev.mainstay.temporal {
  requires transitive dev.mainstay;

  exports dev.mainstay.temporal;
  exports dev.mainstay.temporal.batch;
  exports dev.mainstay.temporal.conversation;
  exports dev.mainstay.temporal.sink;
  exports dev.mainstay.temporal.spring;
}
