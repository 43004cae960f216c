package dev.mainstay.cli;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.TemporalAddress;
import dev.mainstay.temporal.batch.Batch;
import dev.mainstay.temporal.batch.BatchProgress;
import dev.mainstay.temporal.batch.FailedLines;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers each line of a file, through Temporal. */
@Command(
    name = "batch",
    description = "Answers each line of a file once, and continues where it was stopped.",
    footer = {
      "",
      "A line of FILE is a JSON string, or an object with \"prompt\" or \"messages\" and",
      "any other fields of a request, alone or as the \"body\" of a line of OpenAI's",
      "batches. Each line of the answers has the index of its prompt, from 0. The",
      "answers are the journal: run the same command again after Ctrl-C or a crash,",
      "and it continues; at most what was under way is asked again. A line that",
      "failed has its error there; the next start asks it again, unless the error is",
      "the line's own, as a request that is not valid: for those, too,",
      "--retry-failed.",
      "",
      "Examples:",
      "  mainstay batch prompts.jsonl --model openai/gpt-4o-mini --out answers.jsonl",
      "  mainstay batch prompts.jsonl -c config.yaml --model chat --out answers.jsonl \\",
      "    --temporal localhost:7233",
      "",
      "For Temporal Cloud set the same variables as for Temporal's own tools:",
      "TEMPORAL_NAMESPACE, and TEMPORAL_API_KEY or TEMPORAL_TLS_CLIENT_CERT_PATH with",
      "TEMPORAL_TLS_CLIENT_KEY_PATH; TEMPORAL_TLS=true for TLS alone."
    })
final class BatchCommand implements Callable<Integer> {
  // Held, lest its level is forgotten.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The prompts, one per line.")
  private Path file;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where the answers go; existing answers are kept.")
  private Path out;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "A model group, or provider/model; by default each line names its own.")
  private @Nullable String model;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, as for 'mainstay gateway'.")
  private @Nullable Path config;

  @Option(
      names = "--parallel",
      paramLabel = "COUNT",
      description = "How many lines are under way at once; 64 by default.")
  private int parallel = 64;

  @Option(
      names = "--passes",
      paramLabel = "COUNT",
      description = "How often a line is tried, 1 to 100; 3 by default.")
  private int passes = 3;

  @Option(
      names = "--retry-failed",
      description = "Ask every line that failed again, also where the error is its own.")
  private boolean retryFailed;

  @Option(
      names = "--temporal",
      paramLabel = "ADDRESS",
      description = "A Temporal server, as in localhost:7233; by default one in this process.")
  private @Nullable String temporal;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Its namespace; by default TEMPORAL_NAMESPACE, else 'default'.")
  private @Nullable String namespace;

  @Mixin private CommonOptions common;

  BatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    requireFiles();
    if (temporal == null && namespace != null) {
      throw CliException.usage(
          "the Temporal in this process has no namespaces; name another (--temporal), or leave"
              + " --namespace out");
    }
    // The failure of the batch says it, without what gRPC would add.
    GRPC.setLevel(common.isVerbose() ? null : Level.OFF);
    BatchBar bar =
        new BatchBar(
            terminal.err(),
            temporal == null ? "the Temporal in this process" : "the Temporal at " + temporal);
    Thread onStop = new Thread(bar::stop, "mainstay-batch-stop");
    Runtime.getRuntime().addShutdownHook(onStop);
    try {
      return call(bar);
    } finally {
      forget(onStop);
    }
  }

  private static void forget(Thread onStop) {
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
    } catch (IllegalStateException stopping) {
      // It runs.
    }
  }

  private int call(BatchBar bar) {
    try (Mainstay mainstay = mainstay()) {
      BatchProgress end = batch(mainstay).withWatcher(bar::show).run();
      bar.end(end);
      tellFailures(FailedLines.in(out));
      return end.failed() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    } catch (CharacterCodingException e) {
      throw CliException.failure("cannot read " + file + ": " + Unreadable.because(e), e);
    } catch (FileSystemException e) {
      throw CliException.failure("cannot open " + e.getFile() + ": " + Unreadable.because(e), e);
    } catch (IOException e) {
      throw CliException.failure(String.valueOf(e.getMessage()), e);
    } catch (WorkflowFailedException e) {
      throw CliException.failure(
          "Temporal has ended the batch's workflow: " + ended(e) + "; run the same command again",
          e);
    } catch (WorkflowNotFoundException e) {
      throw CliException.failure(
          "Temporal has forgotten the batch's workflow, as one that starts anew with nothing on its"
              + " disk; run the same command again",
          e);
    } catch (StatusRuntimeException | WorkflowServiceException e) {
      throw CliException.failure(
          Unreachable.because(
              e, temporal == null ? null : address(temporal), terminal.environment()),
          e);
    }
  }

  private static String ended(WorkflowFailedException e) {
    return switch (e.getCause()) {
      case TerminatedFailure terminated -> "it was terminated";
      case CanceledFailure cancelled -> "it was cancelled";
      case TimeoutFailure late -> "it had run out of time";
      case null, default -> "it failed";
    };
  }

  // Those of earlier runs as well, which are not asked again.
  private void tellFailures(List<FailedLines> failures) {
    Screen err = terminal.err();
    failures.forEach(kind -> err.println(words(kind)));
    if (!failures.isEmpty()) {
      err.println(
          "The errors of lines that failed are in "
              + out
              + "; run the same command again to ask them again, with --retry-failed also"
              + " those whose error is their own.");
    }
  }

  private static String words(FailedLines kind) {
    return kind.lines()
        + (kind.lines() == 1 ? " line" : " lines")
        + " failed with "
        + kind.type()
        + ", as the one with index "
        + kind.index()
        + kind.why().map(why -> ": " + why).orElse("");
  }

  private void requireFiles() throws IOException {
    requireNoStream(file, "prompts are counted, then read, and read again by the next start");
    requireNoStream(out, "answers are the journal of the batch (--out)");
    if (!Files.exists(file)) {
      throw CliException.usage(file + " cannot be read: there is no such file; check the path");
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw CliException.usage(file + " cannot be read; name a file that you may read");
    }
    if (!Files.isRegularFile(file)) {
      throw CliException.usage(
          file
              + " can be read only once, but prompts are counted, then read, and read again by the"
              + " next start; write them to a file, and name that");
    }
    @Nullable Path folder = out.toAbsolutePath().getParent();
    boolean isOther = Files.exists(out) && !Files.isRegularFile(out);
    if (folder == null || !Files.isDirectory(folder) || isOther) {
      throw CliException.usage(
          "the answers cannot be written to "
              + out
              + "; name a file in an existing folder (--out)");
    }
    if (Files.exists(out) && Files.isSameFile(file, out)) {
      throw CliException.usage(
          "the answers would be written over the prompts; name another file (--out)");
    }
  }

  private static void requireNoStream(Path path, String why) {
    if (path.toString().equals("-")) {
      throw CliException.usage(
          "- is not a file: " + why + "; name a file, as ./- if that is its name");
    }
  }

  private Batch batch(Mainstay mainstay) {
    try {
      Batch batch =
          Batch.of(mainstay, file, out)
              .withParallel(parallel)
              .withPolicy(CallPolicy.defaults().withPasses(passes));
      if (temporal != null) {
        TemporalAddress address = address(temporal);
        address.serviceOptions();
        batch = batch.withTemporal(address);
      }
      batch = retryFailed ? batch.withRetryFailed() : batch;
      return model == null ? batch : batch.withModel(model);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  private TemporalAddress address(String target) {
    TemporalAddress address = TemporalAddress.of(target, terminal.environment());
    return namespace == null ? address : address.withNamespace(namespace);
  }

  private Mainstay mainstay() {
    MainstayBuilder builder = Mainstay.builder().environment(terminal.environment());
    if (config == null) {
      return builder.build();
    }
    ConfigReport report = new ConfigReader(Environment.of(terminal.environment())).read(config);
    Screen err = terminal.err();
    report.problems().forEach(problem -> err.println(ProblemLine.on(err, problem)));
    return report
        .config()
        .orElseThrow(() -> CliException.failure("nobody can be asked with this configuration"))
        .apply(builder)
        .build();
  }
}
