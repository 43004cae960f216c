package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.temporal.ServerAt;
import dev.mainstay.temporal.TemporalAddress;
import io.grpc.ManagedChannel;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DURABLE 2: the output file is the journal. */
@Timeout(60)
class BatchTest {
  @TempDir private Path folder;
  private Simulator provider = Simulator.start(Script.always(Answer.echo()));
  private Mainstay mainstay = mainstay();

  @AfterEach
  void close() {
    mainstay.close();
    provider.close();
  }

  @Test
  void everyLineIsAnsweredOnce() throws IOException {
    prompts(IntStream.range(0, 30).mapToObj(i -> "{\"prompt\":\"line " + i + "\"}").toList());
    List<BatchProgress> seen = new ArrayList<>();

    BatchProgress end = batch().withWatcher(seen::add).run();

    assertThat(end.done()).isEqualTo(30);
    assertThat(end.answered()).isEqualTo(30);
    assertThat(end.left()).hasValueSatisfying(left -> assertThat(left).isZero());
    assertThat(seen).hasSize(31).extracting(BatchProgress::done).startsWith(0L, 1L);
    assertThat(seen.get(19).left()).isEmpty();
    assertThat(seen.get(20).left()).isPresent();
    assertThat(texts())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 30).mapToObj(i -> i + ": line " + i).toList());
  }

  @Test
  void requestsOfTheCallersAreAnsweredAndASecondRunGoesOn() throws IOException {
    List<ChatRequest> requests =
        IntStream.range(0, 5).mapToObj(i -> ChatRequest.of("chat", "question " + i)).toList();
    Files.writeString(output(), "{\"index\":3,\"text\":\"from before\"}\n");

    BatchProgress end = Batch.of(mainstay, requests, output()).run();

    assertThat(end.lines()).isEqualTo(5);
    assertThat(end.answered()).isEqualTo(4);
    assertThat(texts())
        .containsExactlyInAnyOrder(
            "0: question 0", "1: question 1", "2: question 2", "3: from before", "4: question 4");
  }

  @Test
  void promptsThatCanBeReadButOnceAreNotTakenForAnswered() {
    Iterator<ChatRequest> once = List.of(ChatRequest.of("chat", "question")).iterator();

    assertThatThrownBy(() -> Batch.of(mainstay, () -> once, output()).run())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("of 1 prompts that were counted 0 were there to be answered");
  }

  @Test
  void secondRunAnswersWhatIsMissingAndCutsATornLine() throws IOException {
    prompts(List.of("\"a\"", "\"b\"", "\"c\""));
    Files.writeString(
        output(), "{\"index\":1,\"text\":\"from before\"}\n{\"index\":2,\"text\":\"to");

    BatchProgress end = batch().run();

    assertThat(end.before()).isEqualTo(1);
    assertThat(end.answered()).isEqualTo(2);
    assertThat(texts()).containsExactlyInAnyOrder("0: a", "1: from before", "2: c");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void everyFormOfALineIsUnderstoodAndWhatIsNoneIsToldInItsPlace() throws IOException {
    prompts(
        List.of(
            "\"one\"",
            "{\"id\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"two\"}]}",
            "",
            "{\"custom_id\":\"y\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"three\"}]}}",
            "not JSON"));

    BatchProgress end = batch().run();

    assertThat(texts())
        .containsExactlyInAnyOrder("0: one", "1 x: two", "3 y: three", "4: BadRequest");
    assertThat(end.lines()).isEqualTo(4);
    assertThat(end.failed()).isEqualTo(1);
  }

  @Test
  void lineThatFailsForGoodIsToldInTheFile() throws IOException {
    anew(
        Script.builder()
            .thenAlways(Answer.echo())
            .when(Match.prompt("bad"))
            .thenAlways(Fault.status(400))
            .build());
    prompts(List.of("\"good\"", "\"bad\""));

    BatchProgress end = batch().run();

    assertThat(texts()).containsExactlyInAnyOrder("0: good", "1: BadRequest");
    assertThat(Files.readString(output()))
        .contains("status 400", "The request is not valid.")
        .doesNotContain("sk-1");
    assertThat(end.failed()).isEqualTo(1);
  }

  @Test
  void anotherWriterOfTheSameFileIsRefused() throws IOException {
    prompts(List.of("\"a\""));
    try (Journal other = Journal.open(output(), line -> false)) {
      assertThat(other.size()).isZero();
      assertThatThrownBy(() -> batch().run()).hasMessageContaining("another batch");
    }
  }

  @Test
  void fileThatIsNoneOfABatchIsNotTouched() throws IOException {
    prompts(List.of("\"a\""));
    Files.writeString(output(), "my diary\n");

    assertThatThrownBy(() -> batch().run()).hasMessageContaining("answers.jsonl:1 is not a line");
    assertThat(output()).hasContent("my diary");
  }

  @Test
  void fileOfOneForeignLineThatIsNotWholeIsNotTouched() throws IOException {
    prompts(List.of("\"a\""));
    for (String foreign : List.of("my diary", "{\"name\":\"x\"}", "{\"indexes\":[1]}")) {
      Files.writeString(output(), foreign);

      assertThatThrownBy(() -> batch().run()).hasMessageContaining("answers.jsonl:1 is not a line");
      assertThat(output()).hasContent(foreign);
    }
  }

  @Test
  void lineThatIsTornInItsFirstWordIsCut() throws IOException {
    Files.writeString(output(), "{\"index\":0}\n{\"ind");

    try (Journal journal = Journal.open(output(), line -> false)) {
      assertThat(journal.size()).isEqualTo(1);
    }
    assertThat(output()).hasContent("{\"index\":0}\n");
  }

  @Test
  void batchEndsWhereItsAnswersCannotBeWrittenAndNothingHalfIsLeft() throws IOException {
    prompts(IntStream.range(0, 40).mapToObj(i -> "\"" + i + "\"").toList());
    FullDisk disk = new FullDisk(output(), 3);
    try (Journal journal = new Journal(disk, output())) {
      assertThatThrownBy(() -> batch().withParallel(2).run(journal))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the answers could not be written: No space left on device; what is in the file is"
                  + " whole, and the next run goes on from there");
    }

    assertThat(texts()).hasSize(3);
    assertThat(provider.requests()).hasSizeLessThan(10);
    assertThat(batch().run().before()).isEqualTo(3);
    assertThat(texts()).hasSize(40);
  }

  @Test
  void lineIsOnTheDiskBeforeItCounts() throws IOException {
    prompts(List.of("\"a\"", "not JSON", "\"c\""));
    FullDisk disk = new FullDisk(output(), 3);
    List<Integer> forced = new ArrayList<>();
    try (Journal journal = new Journal(disk, output())) {
      batch().withParallel(1).withWatcher(progress -> forced.add(disk.forced())).run(journal);
    }

    assertThat(forced).containsExactly(0, 1, 2, 3);
  }

  @Test
  void twoBatchesOnOneTemporalDoNotMeet() throws Exception {
    prompts(IntStream.range(0, 30).mapToObj(i -> "\"" + i + "\"").toList());
    try (ServerAt temporal = ServerAt.start()) {
      Batch other =
          Batch.of(mainstay, folder.resolve("prompts.jsonl"), folder.resolve("other.jsonl"))
              .withModel("chat")
              .withTemporal(TemporalAddress.of(temporal.address()));
      FutureTask<BatchProgress> second = new FutureTask<>(other::run);
      Thread.startVirtualThread(second);

      BatchProgress first = batch().withTemporal(TemporalAddress.of(temporal.address())).run();

      assertThat(first.answered()).isEqualTo(30);
      assertThat(second.get().answered()).isEqualTo(30);
    }
  }

  @Test
  void batchThatIsInterruptedLeavesNoWorkflow() throws Exception {
    anew(
        Script.builder()
            .thenAlways(Fault.stall())
            .when(Match.prompt("good"))
            .thenAlways(Answer.echo())
            .build());
    prompts(List.of("\"good\"", "\"stalls\""));
    try (ServerAt temporal = ServerAt.start()) {
      Thread main = Thread.currentThread();
      CompletableFuture<String> workflow = new CompletableFuture<>();
      Batch batch =
          batch()
              .withTemporal(TemporalAddress.of(temporal.address()))
              .withWatcher(progress -> {
                if (progress.done() > 0) {
                  workflow.complete(Activity.getExecutionContext().getInfo().getWorkflowId());
                  main.interrupt();
                }
              });

      assertThatThrownBy(batch::run).isNotNull();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(temporal.status(workflow.join()))
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    }
  }

  @Test
  void whatAWatcherThrowsEndsTheBatchAndFailsNoLine() throws IOException {
    prompts(List.of("\"a\"", "\"b\""));
    Batch watched =
        batch()
            .withWatcher(progress -> {
              throw new IllegalStateException("cannot be shown");
            });

    assertThatThrownBy(watched::run).hasMessage("cannot be shown");

    assertThat(texts()).containsExactlyInAnyOrder("0: a", "1: b");
  }

  @Test
  void errorOfAWatcherEndsTheBatchAsWell() throws IOException {
    prompts(List.of("\"a\"", "\"b\""));
    Batch watched =
        batch()
            .withWatcher(progress -> {
              throw new AssertionError("cannot be shown");
            });

    assertThatThrownBy(watched::run).hasMessage("cannot be shown");

    assertThat(texts()).containsExactlyInAnyOrder("0: a", "1: b");
  }

  @Test
  void lineThatFailsByWhatNobodyExpectsSaysByWhat() throws IOException {
    prompts(List.of("\"a\""));
    FullDisk disk =
        new FullDisk(output(), 1) {
          private boolean isTaken;

          @Override
          public long position() throws IOException {
            if (isTaken) {
              return super.position();
            }
            isTaken = true;
            throw new OutOfMemoryError("of the answer to a");
          }
        };
    try (Journal journal = new Journal(disk, output())) {
      assertThat(batch().run(journal).failed()).isEqualTo(1);
    }

    assertThat(texts()).containsExactly("0: ServerError");
    assertThat(output()).content().contains("the line failed with java.lang.OutOfMemoryError\"");
  }

  @Test
  void indexThatNoLineHasIsNotOneOfABatch() throws IOException {
    prompts(List.of("\"a\""));
    for (String index : List.of("-1", "99999999999", "1e99", "\"0\"")) {
      Files.writeString(output(), "{\"index\":" + index + "}\n");

      assertThatThrownBy(() -> batch().run()).hasMessageContaining("answers.jsonl:1 is not a line");
    }
  }

  @Test
  void longFileGoesThroughSeveralServers() throws IOException {
    prompts(IntStream.range(0, 1_200).mapToObj(i -> "\"" + i + "\"").toList());

    Map<ManagedChannel, Integer> servers = new IdentityHashMap<>();
    Batch batch =
        batch()
            .withWatcher(progress -> {
              if (progress.done() > 0) {
                servers.merge(server(), 1, Integer::sum);
              }
            });

    BatchProgress end = batch.run();

    assertThat(end.answered()).isEqualTo(1_200);
    assertThat(servers.values()).containsExactlyInAnyOrder(1_000, 200);
    assertThat(texts()).hasSize(1_200).doesNotHaveDuplicates();
    assertThat(provider.requests()).hasSize(1_200);
  }

  // Each has a channel of its own in this process.
  private static ManagedChannel server() {
    return Activity.getExecutionContext()
        .getWorkflowClient()
        .getWorkflowServiceStubs()
        .getRawChannel();
  }

  private void anew(Script script) {
    provider.close();
    mainstay.close();
    provider = Simulator.start(script);
    mainstay = mainstay();
  }

  private Batch batch() {
    return Batch.of(mainstay, folder.resolve("prompts.jsonl"), output()).withModel("chat");
  }

  private Path output() {
    return folder.resolve("answers.jsonl");
  }

  private void prompts(List<String> lines) throws IOException {
    Files.write(folder.resolve("prompts.jsonl"), lines, StandardOpenOption.CREATE);
  }

  private List<String> texts() throws IOException {
    return Files.readAllLines(output()).stream()
        .map(Json::parseObject)
        .map(BatchTest::words)
        .collect(Collectors.toList());
  }

  private static String words(JsonObject line) {
    return line.number("index").orElseThrow()
        + line.text("id").map(id -> " " + id).orElse("")
        + ": "
        + line.text("text").orElseGet(() -> line.object("error").orElseThrow().text("type").get());
  }

  private Mainstay mainstay() {
    return Mainstay.builder()
        .group("chat", Deployment.of("openai/m").withKey("sk-1").withEndpoint(provider.url()))
        // A machine that is busy for 5 s is no provider that is away, whom the next pass asks.
        .timeouts(Timeouts.defaults().withConnect(Duration.ofMinutes(1)))
        .build();
  }
}
