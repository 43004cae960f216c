package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.DurableChat;
import dev.mainstay.temporal.sink.MemorySink;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.spring.boot.WorkflowImpl;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application with Temporal's starter: its workflow asks a model, and the answer goes
 * to a sink that is a bean. Temporal is one for tests, the model a simulated one.
 */
@SpringBootApplication
public class DurableSpring {
  // What application.yaml would hold.
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "spring.main.banner-mode", "off",
          "spring.temporal.test-server.enabled", "true",
          "spring.temporal.workers-auto-discovery.packages", "dev.mainstay.examples",
          "mainstay.temporal.task-queues", "agents");

  /** For Spring to make. */
  public DurableSpring() {}

  /** Prints the answer's server-sent events. */
  public static void main(String[] args) throws IOException, InterruptedException {
    show(System.out);
    System.exit(0);
  }

  /** Asks; gives the answer. */
  static String show(OutputStream events) throws IOException, InterruptedException {
    try (ConfigurableApplicationContext spring =
        new SpringApplicationBuilder(DurableSpring.class).properties(PROPERTIES).run()) {
      String answer =
          spring
              .getBean(WorkflowClient.class)
              .newWorkflowStub(
                  Agent.class,
                  WorkflowOptions.newBuilder()
                      .setTaskQueue("agents")
                      .setWorkflowId("question-1")
                      .build())
              .answer("Why is the sky blue?");
      spring.getBean(MemorySink.class).write("question-1/answer", 0, events);
      return answer;
    }
  }

  @Bean
  Mainstay mainstay(Simulator model) {
    Deployment deployment =
        Deployment.of("openai/gpt-4o").withEndpoint(model.url()).withKey("sk-test");
    return Mainstay.builder().group("chat", deployment).build();
  }

  @Bean
  MemorySink ui() {
    return new MemorySink();
  }

  @Bean
  Simulator model() {
    return Simulator.start(Script.always(Answer.text("Because blue light scatters most.")));
  }

  /** Answers questions. */
  @WorkflowInterface
  public interface Agent {
    /** The answer to {@code question}. */
    @WorkflowMethod
    String answer(String question);
  }

  /** It, on the queue whose workers answer durable calls as well. */
  @WorkflowImpl(taskQueues = "agents")
  public static final class AgentRun implements Agent {
    private final DurableChat chat = DurableChat.create().withSink("ui");

    /** For Temporal to make. */
    public AgentRun() {}

    @Override
    public String answer(String question) {
      String messageId = Workflow.getInfo().getWorkflowId() + "/answer";
      return chat.stream(ChatRequest.of("chat", question), messageId).text();
    }
  }
}
