package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.TemporalAddress;
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
  private final WorkflowClientOptions options;

  private TemporalServer(
      TestServer.@Nullable InProcessTestServer embedded,
      WorkflowServiceStubs service,
      WorkflowClientOptions options) {
    this.embedded = embedded;
    this.service = service;
    this.options = options;
  }

  /** One at {@code address}; one of this process's where none is given. */
  static TemporalServer at(Optional<TemporalAddress> address) {
    return address.map(TemporalServer::remote).orElseGet(TemporalServer::inProcess);
  }

  private static TemporalServer remote(TemporalAddress address) {
    return new TemporalServer(
        null,
        WorkflowServiceStubs.newServiceStubs(address.serviceOptions().build()),
        address.clientOptions().build());
  }

  // Time is as it is: providers are real.
  private static TemporalServer inProcess() {
    TestServer.InProcessTestServer server = TestServer.createServer(true);
    return new TemporalServer(
        server,
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()).build()),
        WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build());
  }

  WorkflowClient client() {
    return WorkflowClient.newInstance(service, options);
  }

  @Override
  public void close() {
    service.shutdownNow();
    if (embedded != null) {
      embedded.close();
    }
  }
}
