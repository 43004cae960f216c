package dev.mainstay.temporal;

import dev.mainstay.transport.Ports;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.util.Optional;

/**
 * Temporal at an address: its server for tests on a free port, or the one that {@code
 * -Dmainstay.temporal=127.0.0.1:7233} names, which stays as it is.
 */
public record ServerAt(String address, Optional<TestServer.PortBoundTestServer> started)
    implements AutoCloseable {
  /** The one that is named. */
  static Optional<String> named() {
    return Optional.ofNullable(System.getProperty("mainstay.temporal"));
  }

  /** The one that is named, or one that is started. */
  public static ServerAt start() throws IOException {
    if (named().isPresent()) {
      return new ServerAt(named().get(), Optional.empty());
    }
    int port = Ports.forLater();
    return new ServerAt(
        "127.0.0.1:" + port, Optional.of(TestServer.createPortBoundServer(port, true)));
  }

  /** How the workflow is. */
  public WorkflowExecutionStatus status(String workflowId) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      return WorkflowClient.newInstance(service)
          .newUntypedWorkflowStub(workflowId)
          .describe()
          .getStatus();
    } finally {
      service.shutdownNow();
    }
  }

  @Override
  public void close() {
    started.ifPresent(TestServer.PortBoundTestServer::close);
  }
}
