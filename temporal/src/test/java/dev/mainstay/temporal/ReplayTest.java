package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.batch.BatchWorkflowRun;
import dev.mainstay.temporal.conversation.ConversationRun;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that began before a change go on after it: what workflows do is what the recorded
 * histories say. Where it cannot be, {@link Histories} tells how they are written anew.
 */
@Timeout(60)
class ReplayTest {
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(InProcess.options().build());
  private final Worker worker = temporal.newWorker("replay", InProcess.workerOptions(4));

  @AfterEach
  void close() {
    temporal.close();
  }

  static Iterable<Path> histories() throws IOException {
    return Histories.all();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void workflowDoesWhatItsHistorySays(Path history) throws Exception {
    register(Ask.Workflow.class);

    worker.replayWorkflowExecution(Files.readString(history));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void noFailureInAHistoryHasWordsOfWhatWasAskedOrAnswered(Path history) throws IOException {
    Secrecy.search(WorkflowExecutionHistory.fromJson(Files.readString(history)).getHistory());
  }

  @Test
  void workflowThatDoesSomethingElseIsSeen() throws Exception {
    register(WaitsFirst.class);
    Path history =
        Histories.all().stream()
            .filter(path -> path.endsWith("hint-PLAIN.json"))
            .findFirst()
            .orElseThrow();
    String json = Files.readString(history);

    assertThat(json).contains("MainstayChat");
    assertThatThrownBy(() -> worker.replayWorkflowExecution(json)).isNotNull();
  }

  private void register(Class<? extends Ask> ask) {
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(),
        ask,
        KilledWorkerTest.Tell.Workflow.class,
        ProgramsTest.Rate.Workflow.class,
        ConversationRun.class,
        BatchWorkflowRun.class);
  }

  /** A change that breaks determinism. */
  public static class WaitsFirst implements Ask {
    @Override
    public String ask(Mode mode, ChatRequest request, CallPolicy policy) {
      io.temporal.workflow.Workflow.sleep(Duration.ofSeconds(1));
      return new Ask.Workflow().ask(mode, request, policy);
    }
  }
}
