package dev.mainstay.temporal;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;

/** Temporal's server in a test's process, as durable calls are to have it. */
public final class InProcess {
  private InProcess() {}

  /** Of one that skips over waits, with the converter and the threads of durable calls. */
  public static TestEnvironmentOptions.Builder options() {
    return TestEnvironmentOptions.newBuilder()
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build())
        .setWorkerFactoryOptions(DurableWorker.factoryOptions().build());
  }
}
