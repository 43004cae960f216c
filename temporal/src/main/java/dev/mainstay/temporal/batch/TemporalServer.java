package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.DurableData;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a window's workflow runs: a server in this process, or one that is given. */
final class TemporalServer implements AutoCloseable {
  private final TestServer.@Nullable InProcessTestServer embedded;
  private final WorkflowServiceStubs service;

  private TemporalServer(
      TestServer.@Nullable InProcessTestServer embedded, WorkflowServiceStubs service) {
    this.embedded = embedded;
    this.service = service;
  }

  /**
   * One at {@code address}, as in {@code localhost:7233}; one of this process's where none is
   * given.
   */
  static TemporalServer at(Optional<String> address) {
    return address.map(TemporalServer::remote).orElseGet(TemporalServer::inProcess);
  }

  private static TemporalServer remote(String address) {
    return new TemporalServer(
        null,
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build()));
  }

  // Time is as it is: providers are real.
  private static TemporalServer inProcess() {
    TestServer.InProcessTestServer server = TestServer.createServer(true);
    return new TemporalServer(
        server,
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()).build()));
  }

  WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(DurableData.converter())
            .build());
  }

  @Override
  public void close() {
    service.shutdownNow();
    if (embedded != null) {
      embedded.close();
    }
  }
}
