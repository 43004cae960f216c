package dev.mainstay.temporal.spring;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.temporal.Ask;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.sink.MemorySink;
import dev.mainstay.temporal.sink.TokenSink;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;

/** Temporal's own starter gives the factory and starts it; the rest is here. */
@Timeout(60)
class DurableAutoConfigurationTest {
  private static final WorkflowClientOptions CLIENT =
      WorkflowClientOptions.newBuilder().setDataConverter(DurableData.converter()).build();

  @Test
  void workersOfTheNamedQueuesAnswerDurableCallsWithTheSinksThatAreBeans() throws Exception {
    ScriptedProvider provider = new ScriptedProvider(TimeSource.system()).always("a", answer("Hi"));
    MemorySink sink = new MemorySink();
    try (TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(CLIENT).build());
        AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
      temporal
          .newWorker("calls")
          .registerWorkflowImplementationTypes(
              DurableWorker.workflowOptions().build(), Ask.Workflow.class);
      spring
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test", Map.of("mainstay.temporal.task-queues", "calls,others")));
      spring.registerBean(Mainstay.class, () -> mainstay(provider));
      spring.registerBean("ui", TokenSink.class, () -> sink);
      spring.registerBean(WorkerFactory.class, temporal::getWorkerFactory);
      spring.register(DurableAutoConfiguration.class);
      spring.refresh();
      temporal.start();

      String text =
          temporal
              .getWorkflowClient()
              .newWorkflowStub(
                  Ask.class, WorkflowOptions.newBuilder().setTaskQueue("calls").build())
              .ask(Ask.Mode.STREAMED, ChatRequest.of("chat", "Hello"), CallPolicy.defaults());

      assertThat(text).isEqualTo("Hi");
      assertThat(sink.read("message", 0, Duration.ZERO).events()).hasSize(2);
      assertThat(spring.getBean(DataConverter.class)).isNotNull();
    }
  }

  @Test
  void withoutAMainstayThereIsNothing() {
    try (AnnotationConfigApplicationContext spring =
        new AnnotationConfigApplicationContext(DurableAutoConfiguration.class)) {
      assertThat(spring.getBeansOfType(DurableWorker.class)).isEmpty();
    }
  }

  @Test
  void queuesWithoutWorkersAreRefusedWithWhatToSet() {
    try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
      spring
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource("test", Map.of("mainstay.temporal.task-queues", "calls")));
      spring.registerBean(
          Mainstay.class, () -> mainstay(new ScriptedProvider(TimeSource.system())));
      spring.register(DurableAutoConfiguration.class);

      assertThatThrownBy(spring::refresh)
          .hasMessageContaining("task-queues names calls")
          .hasMessageContaining("spring.temporal.workers[0].task-queue=calls");
    }
  }

  @Test
  void workerNeedsNoSinkAndItsOwnersWordIsReadInAnyCase() {
    try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
      spring
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", Map.of("mainstay.temporal.owner", "mainstay")));
      spring.registerBean(
          Mainstay.class, () -> mainstay(new ScriptedProvider(TimeSource.system())));
      spring.register(DurableAutoConfiguration.class);
      spring.refresh();

      assertThat(spring.getBean(DurableWorker.class)).isNotNull();
    }
  }

  @Test
  void workerOfAQueueThatTheStarterHasNotMadeBeatsEverySecondAsWell() {
    ScriptedProvider provider = new ScriptedProvider(TimeSource.system());
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
        AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
      spring
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("test", Map.of("mainstay.temporal.task-queues", "own")));
      spring.registerBean(Mainstay.class, () -> mainstay(provider));
      spring.registerBean(WorkerFactory.class, temporal::getWorkerFactory);
      spring.register(DurableAutoConfiguration.class);
      spring.refresh();

      assertThat(temporal.getWorkerFactory().getWorker("own").getWorkerOptions())
          .satisfies(options ->
              assertThat(options.getMaxHeartbeatThrottleInterval())
                  .isEqualTo(Duration.ofSeconds(1)));
    }
  }

  @Test
  void applicationsCustomizersHaveTheLastWord() throws NoSuchMethodException {
    assertThat(
            DurableAutoConfiguration.class
                .getMethod("durableWorkerOptions")
                .getAnnotation(Order.class)
                .value())
        .isEqualTo(Ordered.HIGHEST_PRECEDENCE);
  }

  @Test
  void workersBeatEverySecondAndTheirThreadsAreVirtual() {
    DurableAutoConfiguration configuration = new DurableAutoConfiguration();
    WorkerOptions options =
        configuration
            .durableWorkerOptions()
            .customize(WorkerOptions.newBuilder(), "calls", "calls")
            .build();
    WorkerFactoryOptions factory =
        configuration.durableFactoryOptions().customize(WorkerFactoryOptions.newBuilder()).build();

    assertThat(options.getMaxHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.getDefaultHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.isUsingVirtualThreadsOnActivityWorker()).isTrue();
    assertThat(options.isUsingVirtualThreadsOnWorkflowWorker()).isTrue();
    assertThat(factory.isUsingVirtualWorkflowThreads()).isTrue();
  }

  @Test
  void bootFindsIt() throws IOException {
    try (InputStream imports =
        getClass()
            .getResourceAsStream(
                "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")) {
      assertThat(new String(imports.readAllBytes(), UTF_8).strip())
          .isEqualTo(DurableAutoConfiguration.class.getName());
    }
  }

  private static Mainstay mainstay(ScriptedProvider provider) {
    return Mainstay.builder()
        .provider("scripted", provider)
        .group("chat", Deployment.of("scripted/a"))
        .build();
  }
}
