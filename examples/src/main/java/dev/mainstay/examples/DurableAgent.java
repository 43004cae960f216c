package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.temporal.DurableChat;
import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.StreamedAnswer;
import dev.mainstay.temporal.sink.MessageBoard;
import dev.mainstay.temporal.sink.WorkflowSink;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;

/**
 * An agent with two tools as a workflow: each turn of the model and each tool is an activity, the
 * answer goes to the workflow's board while it comes.
 */
public final class DurableAgent {
  static final String CALLS = "calls";

  private DurableAgent() {}

  /** What the model may call. */
  @ActivityInterface
  public interface Tools {
    /** The weather in a city. */
    String weather(String arguments);

    /** The time in a city. */
    String clock(String arguments);
  }

  /** Always the same weather, at the same time. */
  public static final class Oslo implements Tools {
    @Override
    public String weather(String arguments) {
      return "rain, 9 degrees";
    }

    @Override
    public String clock(String arguments) {
      return "18:40";
    }
  }

  /** The agent. */
  @WorkflowInterface
  public interface Agent {
    /** The answer, whole; as it comes it is on the board, under turn-1, turn-2 and so on. */
    @WorkflowMethod
    String answer(String question);
  }

  /** Asks the model, runs what it calls, and asks again. */
  public static final class AgentRun implements Agent {
    private static final String CITY =
        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";
    private static final List<Tool> OFFERED =
        List.of(
            Tool.function("weather", "The weather in a city", CITY),
            Tool.function("clock", "The time in a city", CITY));

    private final MessageBoard board = MessageBoard.register();
    private final DurableChat chat =
        DurableChat.create()
            .withSink("board")
            .withTaskQueue(CALLS)
            .withActivityOptions(o -> o.setHeartbeatTimeout(Duration.ofSeconds(3)));
    private final Tools tools =
        Workflow.newActivityStub(
            Tools.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(CALLS)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .build());

    @Override
    public String answer(String question) {
      ChatRequest request = ChatRequest.of("chat", question).withTools(OFFERED);
      for (int turn = 1; ; turn++) {
        StreamedAnswer answer = chat.stream(request, "turn-" + turn);
        List<ToolCall> calls = answer.response().toolCalls();
        if (calls.isEmpty()) {
          return answer.text();
        }
        board.forget("turn-" + turn);
        request = request.with(answer.response().message());
        for (ToolCall call : calls) {
          request = request.with(Message.tool(call.id(), run(call)));
        }
      }
    }

    private String run(ToolCall call) {
      return switch (call.name()) {
        case "weather" -> tools.weather(call.arguments());
        case "clock" -> tools.clock(call.arguments());
        default -> "there is no such tool";
      };
    }
  }

  static WorkflowClient client(WorkflowServiceStubs service) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build());
  }

  static void work(WorkflowClient client, Mainstay mainstay) {
    WorkerFactory factory =
        WorkerFactory.newInstance(client, DurableWorker.factoryOptions().build());
    Worker worker = factory.newWorker(CALLS, DurableWorker.workerOptions(50).build());
    DurableWorker.of(mainstay).withSink("board", new WorkflowSink()).register(worker);
    worker.registerActivitiesImplementations(new Oslo());
    factory.start();
  }
}
