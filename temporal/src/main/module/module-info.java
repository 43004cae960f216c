/**
 * Calls to models on Temporal, which survive the death of their worker: activities, workflows, and
 * sinks for answers as they come. {@link dev.mainstay.temporal.DurableChat} is where to begin.
 */
module dev.mainstay.temporal {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires transitive temporal.sdk;
  requires temporal.serviceclient;
  requires com.fasterxml.jackson.databind;
  requires com.google.protobuf;
  requires static temporal.test.server;

  exports dev.mainstay.temporal;
  exports dev.mainstay.temporal.batch;
  exports dev.mainstay.temporal.sink;

  opens dev.mainstay.temporal.batch to
      com.fasterxml.jackson.databind;
}
