package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BatchCommandTest {
  private static final int PARALLEL = 16;
  // DURABLE 5,000 is run by hand: -Dmainstay.batch.lines=5000.
  private static final int LINES = Integer.getInteger("mainstay.batch.lines", 400);

  @TempDir private Path folder;
  private final List<Process> batches = new ArrayList<>();

  @AfterEach
  void close() {
    batches.forEach(Process::destroyForcibly);
  }

  @Test
  void everyLineIsAnsweredAndTheEndIsTold() throws IOException {
    Files.writeString(folder.resolve("in"), "\"a\"\n\"b\"\n");
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()))) {
      Captured terminal = with(provider);

      int code =
          terminal.run(
              "batch", folder.resolve("in").toString(), "-m", "openai/m", "-o", out().toString());

      assertThat(code).isZero();
      assertThat(terminal.err()).contains("[##########] 2 of 2, ");
      assertThat(Files.readString(out())).contains("\"text\":\"a\"", "\"text\":\"b\"");
    }
  }

  @Test
  void linesThatFailedSayWhyAndHowTheyAreAskedAgain() throws IOException {
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", prompts("\"a\""), "-m", "openai/m", "-o", out() + ""))
        .isEqualTo(1);

    assertThat(Files.readString(out())).contains("\"Unauthenticated\"", "set OPENAI_API_KEY");
    assertThat(terminal.err())
        .contains("errors of lines that failed are in " + out(), "run the same command again");
  }

  @Test
  void whatIsSetUpWrongIsToldWithItsRemedyAndOfALinesOwnFaultTheKindAlone() throws IOException {
    Captured terminal = new Captured();

    int code =
        terminal.run("batch", prompts("\"a\"\n{\"prompt\":\"b\"}\nsecret\n[1]"), "-o", out() + "");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err())
        .containsPattern(
            "2 lines failed with NotFound, as the one with index [01]: the line names no model; give"
                + " it one, or name one for all lines \\(--model")
        .containsPattern("2 lines failed with BadRequest, as the one with index [23]\n")
        .doesNotContain("secret");
  }

  @Test
  void linesThatNamedNoModelAreAskedOnceOneIsNamedAndWhatHadFailedBeforeIsToldStill()
      throws IOException {
    String in = prompts("\"a\"\nnot JSON");
    new Captured().run("batch", in, "-o", out() + "");
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()))) {
      Captured again = with(provider);

      assertThat(again.run("batch", in, "-m", "openai/m", "-o", out() + "")).isZero();

      assertThat(provider.requests()).hasSize(1);
      assertThat(again.err())
          .contains("1 line failed with BadRequest, as the one with index 1\n", "--retry-failed");
    }
  }

  @Test
  void linesThatFailedAreAskedAgainByTheNextStartAndThoseOfTheirOwnFaultWhereThatIsWished()
      throws IOException {
    String in = prompts("\"a\"\n\"bad\"");
    Script script =
        Script.builder()
            .thenAlways(Answer.echo())
            .when(Match.prompt("bad"))
            .then(Fault.status(400))
            .thenAlways(Answer.echo())
            .build();
    new Captured().run("batch", in, "-m", "openai/m", "-o", out() + "");
    try (Simulator provider = Simulator.start(script)) {
      assertThat(start(provider, in)).isEqualTo(1);
      assertThat(start(provider, in)).isZero();
      assertThat(provider.requests()).hasSize(2);
      assertThat(Files.readAllLines(out())).hasSize(2);

      assertThat(start(provider, in, "--retry-failed")).isZero();
      assertThat(provider.requests()).hasSize(3);
    }
    assertThat(Files.readAllLines(out())).hasSize(2).noneMatch(line -> line.contains("error"));
  }

  private int start(Simulator provider, String in, String... more) {
    List<String> args =
        new ArrayList<>(List.of("batch", in, "-m", "openai/m", "-o", out().toString()));
    args.addAll(List.of(more));
    return with(provider).run(args.toArray(String[]::new));
  }

  private static Captured with(Simulator provider) {
    return new Captured()
        .with("OPENAI_API_KEY", "sk-1")
        .with("OPENAI_BASE_URL", provider.url().toString());
  }

  @Test
  void inputThatIsNotThereIsAMistakeOfTheCallers() {
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", "nowhere", "-m", "openai/m", "-o", "x")).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo("mainstay: nowhere cannot be read: there is no such file; check the path\n");
  }

  @Test
  void promptsAreNotWrittenOver() throws IOException {
    String in = prompts("{\"index\":0,\"prompt\":\"a\"}");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("in"));
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", in, "-m", "openai/m", "-o", link + "")).isEqualTo(2);
    assertThat(terminal.err()).contains("would be written over the prompts; name another file");
    assertThat(Path.of(in)).content().contains("\"prompt\":\"a\"");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void answersGoToAFileAndNotToADevice() throws IOException {
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", prompts("\"a\""), "-m", "openai/m", "-o", "/dev/full"))
        .isEqualTo(2);
    assertThat(terminal.err()).contains("no answers at /dev/full; name a file");
  }

  @Test
  void folderThatIsNotThereIsNamed() throws IOException {
    Path missing = folder.resolve("none/out");
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", prompts("\"a\""), "-m", "openai/m", "-o", missing + ""))
        .isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: there can be no answers at "
                + missing
                + "; name a file in a folder that is there (--out)\n");
  }

  @Test
  void outputThatMayNotBeWrittenIsNamed() throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", prompts("\"a\""), "-m", "openai/m", "-o", loop + ""))
        .isEqualTo(1);
    assertThat(terminal.err())
        .startsWith("mainstay: cannot open " + loop + ": ")
        .hasLineCount(1)
        .doesNotContain("null");
  }

  @Test
  void inputThatIsNotUtf8IsNamed() throws IOException {
    Path latin1 = Files.write(folder.resolve("in"), new byte[] {'"', (byte) 0xe4, '"', '\n'});
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", latin1 + "", "-m", "openai/m", "-o", out() + "")).isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo("mainstay: cannot read " + latin1 + ": it is not UTF-8; convert it\n");
  }

  @Test
  void temporalThatDoesNotListenIsNamedWithTheRemedy() throws IOException {
    int port = freePort();
    Captured terminal = new Captured();

    assertThat(
            terminal.run(
                "batch",
                prompts("\"a\""),
                "-m",
                "openai/m",
                "-o",
                out() + "",
                "--temporal",
                "localhost:" + port))
        .isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: no Temporal answers at localhost:"
                + port
                + "; start one there (temporal server start-dev), or leave --temporal out\n");
  }

  /** Worker and server are one process: both die at once, at any moment. */
  @Test
  void killedAgainAndAgainEveryLineIsInTheFileOnceAndLittleIsAskedTwice() throws Exception {
    Files.write(
        folder.resolve("in"),
        IntStream.range(0, LINES).mapToObj(i -> "\"line " + i + "\"").toList());
    Random random = new Random(7);
    int kills = 0;
    Answer slow = Answer.echo().headAfter(Duration.ofMillis(40));
    try (Simulator provider = Simulator.start(Script.always(slow))) {
      for (; kills < 3; kills++) {
        int until = (kills + 1) * LINES / 5 + random.nextInt(LINES / 10);
        Process batch = start(provider.url());
        await().atMost(Duration.ofSeconds(60)).until(() -> provider.requests().size() > until);
        batch.destroyForcibly().waitFor();
      }
      assertThat(start(provider.url()).waitFor()).isZero();

      List<String> lines = Files.readAllLines(out());
      assertThat(lines).hasSize(LINES).allMatch(line -> line.endsWith("}"));
      assertThat(indices(lines)).hasSize(LINES);
      assertThat(provider.requests().size()).isBetween(LINES, LINES + kills * PARALLEL);
    }
  }

  @Test
  void batchWhoseWorkflowIsTerminatedSaysSo() throws Exception {
    int port = freePort();
    String temporal = "127.0.0.1:" + port;
    String in = prompts("\"a\"");
    try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port, true);
        Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      assertThat(server).isNotNull();
      Captured terminal = with(provider);
      Thread.startVirtualThread(() -> {
        await().atMost(Duration.ofSeconds(60)).until(() -> !provider.requests().isEmpty());
        terminateAll(temporal);
      });

      int code =
          terminal.run("batch", in, "-m", "openai/m", "-o", out() + "", "--temporal", temporal);

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .endsWith(
              "mainstay: Temporal has ended the batch's workflow: it was terminated; run the same"
                  + " command again\n");
    }
  }

  private static void terminateAll(String temporal) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build());
    try {
      service
          .blockingStub()
          .listOpenWorkflowExecutions(
              ListOpenWorkflowExecutionsRequest.newBuilder().setNamespace("default").build())
          .getExecutionsList()
          .forEach(run ->
              WorkflowClient.newInstance(service)
                  .newUntypedWorkflowStub(run.getExecution().getWorkflowId())
                  .terminate("enough"));
    } finally {
      service.shutdownNow();
    }
  }

  @Test
  void temporalOfAnUnknownHostIsToldWithoutATrace() throws Exception {
    prompts("\"a\"");

    Process batch = start(URI.create("http://localhost"), "--temporal", "nowhere.invalid:7233");

    assertThat(batch.waitFor()).isEqualTo(1);
    assertThat(folder.resolve("err"))
        .content()
        .contains("mainstay: no Temporal answers at nowhere.invalid:7233; start one there")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void batchThatIsToldToStopSaysHowToContinue() throws Exception {
    prompts("\"a\"\n\"b\"");
    try (Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      Process batch = start(provider.url());
      await().atMost(Duration.ofSeconds(60)).until(() -> !provider.requests().isEmpty());

      // SIGTERM; Ctrl-C, which is SIGINT, is no other.
      batch.destroy();

      assertThat(batch.waitFor()).isNotZero();
    }
    assertThat(folder.resolve("err"))
        .content()
        .contains("Stopped; run the same command again to continue.");
  }

  private static Set<String> indices(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceFirst("\\{\"index\":(\\d+).*\"text\":\"line (\\d+)\".*", "$1=$2"))
        .filter(pair -> pair.split("=")[0].equals(pair.split("=")[1]))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Process start(URI url, String... more) throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                Main.class.getName(),
                "batch",
                folder.resolve("in").toString(),
                "--model",
                "openai/m",
                "--parallel",
                Integer.toString(PARALLEL),
                "--out",
                out().toString())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    process.command().addAll(List.of(more));
    process
        .environment()
        .putAll(Map.of("OPENAI_API_KEY", "sk-1", "OPENAI_BASE_URL", url.toString()));
    Process batch = process.start();
    batches.add(batch);
    return batch;
  }

  // A console launcher loads the tests by a class loader of its own.
  private static String classPath() {
    return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private String prompts(String lines) throws IOException {
    return Files.writeString(folder.resolve("in"), lines + "\n").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path out() {
    return folder.resolve("out");
  }
}
