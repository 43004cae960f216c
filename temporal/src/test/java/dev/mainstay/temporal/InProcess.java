package dev.mainstay.temporal;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerOptions;

/** Temporal's server in a test's process, and its workers, as durable calls are to have them. */
public final class InProcess {
  private static final long DEADLOCK_MILLIS = 60_000;

  private InProcess() {}

  /** Of a worker on a machine that is busy with other tests, which is not a deadlock. */
  public static WorkerOptions workerOptions(int calls) {
    return DurableWorker.workerOptions(calls)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .build();
  }

  /** Of one that skips over waits, with the converter and the threads of durable calls. */
  public static TestEnvironmentOptions.Builder options() {
    return TestEnvironmentOptions.newBuilder()
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build())
        .setWorkerFactoryOptions(DurableWorker.factoryOptions().build());
  }
}
