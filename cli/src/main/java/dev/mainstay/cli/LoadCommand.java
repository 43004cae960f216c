package dev.mainstay.cli;

import dev.mainstay.cli.load.LoadPlan;
import dev.mainstay.cli.load.LoadProgress;
import dev.mainstay.cli.load.LoadResult;
import dev.mainstay.cli.load.LoadRun;
import dev.mainstay.cli.load.Models;
import dev.mainstay.cli.load.Plot;
import dev.mainstay.cli.load.Report;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.gateway.server.EventLoops;
import dev.mainstay.gateway.server.NettyTransport;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Users who ask an endpoint, and what came of it. */
@Command(
    name = "load",
    description =
        "Runs many users against an endpoint, checks every answer, and reports the result.",
    footer = {
      "",
      "The endpoint may be any that speaks OpenAI's dialect. Every answer is read to",
      "its end: one that is cut off has failed. A wait counts from when its message was",
      "due to go out, so that stalls are counted. The key comes from OPENAI_API_KEY.",
      "The table goes to standard output, the plot to a file; Ctrl-C ends early and",
      "reports what there is. It exits with 1 if a message failed, and costs what its",
      "answers cost.",
      "",
      "Examples:",
      "  mainstay load http://127.0.0.1:4000/v1 --users 500 --messages 40",
      "  mainstay load http://127.0.0.1:4000/v1 --rate 200 --duration 60 --ramp 10",
      "  mainstay load https://api.example.com/v1 -m small --users 20 --think 3 \\",
      "    --duration 300"
    })
final class LoadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "URL", description = "The endpoint, as in http://127.0.0.1:4000/v1.")
  private String url;

  @Mixin private LoadOptions options;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Where the plot goes, as SVG; load.svg by default.")
  private Path plot = Path.of("load.svg");

  @Option(names = "--no-plot", description = "Draws no plot.")
  private boolean noPlot;

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  LoadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(LoadCommand::untilASignal);
  }

  /**
   * Runs the load.
   *
   * @param whileIt is told what ends the load early, and gives its exit code then
   */
  int run(Consumer<Ending> whileIt) throws InterruptedException {
    LoadPlan asked = options.plan(url, terminal.variable("OPENAI_API_KEY"));
    requireFolder();
    try (EventLoops loops = EventLoops.start();
        Transport transport = NettyTransport.on(loops)) {
      LoadPlan plan = withModel(asked, transport);
      LoadRun load = new LoadRun(plan, transport, TimeSource.system());
      AtomicInteger code = new AtomicInteger(ExitCode.OK);
      whileIt.accept(exitCode -> {
        code.set(exitCode);
        load.stop();
      });
      LoadResult result;
      try (LoadProgress telling = LoadProgress.begin(terminal.err(), load::soFar)) {
        result = load.run();
      }
      tell(result);
      return result.isStopped() ? code.get() : result.failed() > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
  }

  private static void untilASignal(Ending ending) {
    StopSignal stop = StopSignal.install();
    Thread.ofVirtual().name("load-signals").start(() -> ending.end(stop.await()));
  }

  private LoadPlan withModel(LoadPlan plan, Transport transport) throws InterruptedException {
    if (!plan.asking().model().isEmpty()) {
      return plan;
    }
    try {
      return plan.withAsking(plan.asking().withModel(Models.first(plan, transport)));
    } catch (IOException e) {
      throw CliException.failure(
          "which models there are cannot be read from "
              + plan.models()
              + ": "
              + e.getMessage()
              + "; name one with --model",
          e);
    }
  }

  // After a run of an hour it would be too late to say so.
  private void requireFolder() {
    @Nullable Path folder = plot.toAbsolutePath().getParent();
    if (!noPlot && (folder == null || !Files.isDirectory(folder) || Files.isDirectory(plot))) {
      throw CliException.usage(
          "the plot cannot be written to " + plot + "; name a file in an existing folder (--plot)");
    }
  }

  private void tell(LoadResult result) {
    Screen out = terminal.out();
    new Report(out).print(result);
    if (noPlot || result.sent() == 0) {
      return;
    }
    try {
      Files.writeString(plot, Plot.of(result));
      out.println("Plot: " + out.in(Tone.ACCENT, plot.toString()));
    } catch (IOException e) {
      throw CliException.failure("cannot write " + plot + ": " + Unreadable.because(e), e);
    }
  }

  /** Ends a load early. */
  interface Ending {
    void end(int exitCode);
  }
}
