package dev.mainstay.temporal.batch;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.ServerSocket;

/** Temporal's test server at an address, as one that is given. */
record ServerAt(String address, TestServer.PortBoundTestServer server) implements AutoCloseable {
  static ServerAt start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      int port = free.getLocalPort();
      free.close();
      return new ServerAt("127.0.0.1:" + port, TestServer.createPortBoundServer(port, true));
    }
  }

  WorkflowExecutionStatus status(String workflowId) {
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
    server.close();
  }
}
