package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DURABLE 2: lines whose worker was not heard of. */
@Timeout(60)
class BatchWorkerTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();

  @TempDir private Path folder;
  private final Simulator provider = Simulator.start(Script.always(Answer.echo()));
  private final Mainstay mainstay =
      Mainstay.builder()
          .group("chat", Deployment.of("openai/m").withKey("sk-1").withEndpoint(provider.url()))
          .build();

  @AfterEach
  void close() {
    mainstay.close();
    provider.close();
  }

  @Test
  void lineWhoseAnswerIsThereIsNotAskedByItsNextAttempt() throws IOException {
    Path answers = Files.writeString(folder.resolve("answers"), "{\"index\":0,\"text\":\"a\"}\n");
    PromptLine prompt = PromptLine.read("\"a\"", "chat");
    try (Journal journal = Journal.open(answers, line -> false)) {
      Tally tally = new Tally(1, 1, TimeSource.system(), progress -> {});

      boolean isAnswered =
          new BatchWorker(mainstay, Map.of(0L, prompt), journal, tally)
              .answer(new BatchLine(0, POLICY));

      assertThat(isAnswered).isTrue();
    }
    assertThat(provider.requests()).isEmpty();
    assertThat(answers).hasContent("{\"index\":0,\"text\":\"a\"}\n");
  }

  // Temporal gives a line up before any worker has seen it.
  @Test
  void lineThatIsOverBeforeItsWorkerBeginsIsToldAsLate() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts"), "\"a\"\n");
    Path answers = folder.resolve("answers");

    BatchProgress end =
        Batch.of(mainstay, prompts, answers)
            .withModel("chat")
            .withPolicy(POLICY.withDeadline(Duration.ofMillis(1)))
            .run();

    assertThat(end.failed()).isOne();
    assertThat(Files.readAllLines(answers))
        .singleElement()
        .asString()
        .startsWith("{\"index\":0,\"error\":{\"type\":\"TimedOut\",");
  }
}
