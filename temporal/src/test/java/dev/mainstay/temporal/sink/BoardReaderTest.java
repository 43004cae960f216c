package dev.mainstay.temporal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DURABLE 3: a message is done once, whenever its workflow ends. */
class BoardReaderTest {
  private static final SinkEvent WORD = new SinkEvent.Text("The");
  private static final SinkEvent DONE =
      new SinkEvent.Done(JsonObject.of("text", new JsonString("The")));

  private boolean hasEnded;

  @Test
  void messageWhoseWorkflowEndsWhileItIsLookedAtIsDoneAndNotCancelled() {
    ReadEvents seen = new BoardReader(endsWhenAskedOnce()).read("m", 0);

    assertThat(seen.isOver()).isTrue();
    assertThat(seen.events())
        .containsExactly(new NumberedEvent(1, WORD), new NumberedEvent(2, DONE));
  }

  private WorkflowStub endsWhenAskedOnce() {
    return (WorkflowStub)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WorkflowStub.class},
            (stub, method, arguments) -> {
              if (method.getName().equals("update")) {
                throw new WorkflowNotFoundException(
                    WorkflowExecution.getDefaultInstance(), "chat", null);
              }
              Object now = method.getName().equals("query") ? board() : description();
              hasEnded = true;
              return now;
            });
  }

  private JsonObject board() {
    return BoardJson.page(hasEnded ? List.of(WORD, DONE) : List.of(WORD), 0);
  }

  private WorkflowExecutionDescription description() {
    WorkflowExecutionInfo info =
        WorkflowExecutionInfo.newBuilder()
            .setStatus(
                hasEnded
                    ? WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
                    : WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
            .build();
    return new WorkflowExecutionDescription(
        DescribeWorkflowExecutionResponse.newBuilder().setWorkflowExecutionInfo(info).build(),
        DefaultDataConverter.STANDARD_INSTANCE);
  }
}
