package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.worker.Worker;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which workers a program is asked of: the workflow's, or those of another task queue. */
@Timeout(60)
class ProgramQueueTest {
  private static final String ELSEWHERE = "programs";

  private final DurableWorld world = new DurableWorld();

  /** A workflow that asks a program where it is. */
  @WorkflowInterface
  public interface Locate {
    /** Asks it on {@code taskQueue}, or where nothing else is said. */
    @WorkflowMethod
    String locate(Optional<String> taskQueue);

    /** By a {@link DurableProgram}. */
    class Workflow implements Locate {
      @Override
      public String locate(Optional<String> taskQueue) {
        DurableProgram<ProgramsTest.Question, ProgramsTest.Rated> program =
            DurableProgram.of("where", ProgramsTest.Question.class, ProgramsTest.Rated.class);
        return taskQueue
            .map(program::withTaskQueue)
            .orElse(program)
            .call(new ProgramsTest.Question("Where are you?"))
            .answer();
      }
    }
  }

  @BeforeEach
  void start() {
    register(world.worker, "here");
    register(world.temporal.newWorker(ELSEWHERE, InProcess.workerOptions(2)), "elsewhere");
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Locate.Workflow.class);
    world.start();
  }

  private void register(Worker worker, String place) {
    DurablePrograms.of(DurableWorker.of(world.mainstay))
        .with(
            "where",
            "chat",
            ProgramsTest.Question.class,
            ProgramsTest.Rated.class,
            (in, run) -> new ProgramsTest.Rated(place, 1))
        .register(worker);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void programIsAskedOfTheWorkflowsWorkers() {
    assertThat(locate(Optional.empty())).isEqualTo("here");
  }

  @Test
  void programOnAnotherTaskQueueIsAskedOfTheWorkersThere() {
    assertThat(locate(Optional.of(ELSEWHERE))).isEqualTo("elsewhere");
  }

  private String locate(Optional<String> taskQueue) {
    return world.begin(Locate.class, taskQueue).getResult(String.class);
  }
}
