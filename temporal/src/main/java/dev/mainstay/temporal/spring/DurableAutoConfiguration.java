package dev.mainstay.temporal.spring;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.temporal.DurableData;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.RetryOwner;
import dev.mainstay.temporal.UnreadableException;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.common.converter.DataConverter;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.spring.boot.WorkerOptionsCustomizer;
import io.temporal.spring.boot.WorkflowImplementationOptionsCustomizer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Has the workers of Temporal's starter answer durable calls, where there is a {@link Mainstay}
 * bean: those of the queues in {@code mainstay.temporal.task-queues}. Every {@link TokenSink} bean
 * is a sink under its bean's name; {@code mainstay.temporal.owner} ({@code temporal} or {@code
 * mainstay}) makes the workers insist on an owner of retries.
 */
@AutoConfiguration(
    beforeName = "io.temporal.spring.boot.autoconfigure.RootNamespaceAutoConfiguration")
@ConditionalOnClass({WorkerFactory.class, TemporalOptionsCustomizer.class})
@ConditionalOnBean(Mainstay.class)
public class DurableAutoConfiguration {
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);
  // Temporal's own default.
  private static final int CALLS = 200;

  /** The configuration. */
  public DurableAutoConfiguration() {}

  /** Requests and answers travel as their own JSON. */
  @Bean
  @ConditionalOnMissingBean(DataConverter.class)
  public DataConverter mainstayDataConverter() {
    return DurableData.converter();
  }

  /**
   * What answers durable calls.
   *
   * @throws IllegalArgumentException if {@code mainstay.temporal.owner} is neither temporal nor
   *     mainstay
   */
  @Bean
  @ConditionalOnMissingBean
  public DurableWorker durableWorker(
      Mainstay mainstay,
      ListableBeanFactory beans,
      @Value("${mainstay.temporal.owner:}") String owner) {
    DurableWorker worker = DurableWorker.of(mainstay);
    for (Map.Entry<String, TokenSink> sink : beans.getBeansOfType(TokenSink.class).entrySet()) {
      worker = worker.withSink(sink.getKey(), sink.getValue());
    }
    return owner.isEmpty() ? worker : worker.withOwner(owner(owner));
  }

  private static RetryOwner owner(String word) {
    for (RetryOwner owner : RetryOwner.values()) {
      if (owner.name().equalsIgnoreCase(word.strip())) {
        return owner;
      }
    }
    throw new IllegalArgumentException(
        "mainstay.temporal.owner is '" + word + "'; use temporal or mainstay");
  }

  /**
   * Registers it with the workers, before they start.
   *
   * @throws IllegalStateException if queues are named and there are no workers
   */
  @Bean
  public SmartInitializingSingleton durableWorkerRegistration(
      DurableWorker durable,
      ObjectProvider<WorkerFactory> factories,
      @Value("${mainstay.temporal.task-queues:}") String[] queues) {
    return () -> {
      if (queues.length > 0) {
        WorkerFactory factory = factories.getIfAvailable(() -> noWorkers(queues));
        List.of(queues).forEach(queue -> register(factory, durable, queue));
      }
    };
  }

  private static WorkerFactory noWorkers(String[] queues) {
    throw new IllegalStateException(
        "mainstay.temporal.task-queues names "
            + String.join(", ", queues)
            + ", and Temporal's starter makes no workers here; set"
            + " spring.temporal.workers-auto-discovery.packages, or"
            + " spring.temporal.workers[0].task-queue="
            + queues[0]);
  }

  private static void register(WorkerFactory factory, DurableWorker durable, String queue) {
    Worker known = factory.tryGetWorker(queue);
    durable.register(
        known == null
            ? factory.newWorker(queue, DurableWorker.workerOptions(CALLS).build())
            : known);
  }

  /**
   * Heartbeats go out every second, so that a cancellation arrives as soon. Like each of ours it
   * comes before those of the application, which have the last word.
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public WorkerOptionsCustomizer durableWorkerOptions() {
    return (options, name, queue) ->
        options
            .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
            .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
            .setUsingVirtualThreads(true);
  }

  /** Workflows run on virtual threads. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> durableFactoryOptions() {
    return options -> options.setUsingVirtualWorkflowThreads(true);
  }

  /**
   * Workflows fail by a {@link MainstayException} that they do not catch, and by what is
   * unreadable.
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  public WorkflowImplementationOptionsCustomizer durableWorkflowOptions() {
    return (options, worker, type, metadata) ->
        options.setFailWorkflowExceptionTypes(MainstayException.class, UnreadableException.class);
  }
}
