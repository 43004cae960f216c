package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.Ending;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A provider on this machine that answers, and fails, as a script says. */
@Command(
    name = "simulate",
    description = "Plays a provider that answers, and fails, as a script says.",
    footer = {
      "",
      "A script is a list of what happens to the first request, the second and so on:",
      "  - {status: 429, retry-after: 2s}",
      "  - {break: reset, after: 3}",
      "  - {answer: Hello}",
      "",
      "Examples:",
      "  mainstay simulate",
      "  mainstay simulate faults.yaml --port 9000"
    })
final class SimulateCommand implements Callable<Integer> {
  static final int DEFAULT_PORT = 4010;

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCRIPT",
      description = "The script, as YAML; by default every request is answered.")
  private @Nullable Path script;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; " + DEFAULT_PORT + " by default, 0 for any free one.")
  private int port = DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on; 127.0.0.1 by default.")
  private String host = "127.0.0.1";

  @SuppressWarnings("UnusedVariable")
  @Mixin
  private CommonOptions common;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StopSignal stop = StopSignal.install();
    try (Simulator simulator = start()) {
      greet(simulator);
      return stop.await();
    }
  }

  /** Starts the simulator, whose requests are then told as they end. */
  Simulator start() {
    Script read = script();
    Port.require(port);
    try {
      return Simulator.builder()
          .script(read)
          .host(host)
          .port(port)
          .remember(0)
          .onEnding(this::log)
          .start();
    } catch (UncheckedIOException e) {
      throw Port.unavailable(host, port, e);
    }
  }

  private Script script() {
    if (script == null) {
      return Script.builder().build();
    }
    try {
      return Script.read(script);
    } catch (ScriptException e) {
      throw CliException.failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw CliException.failure("cannot read " + script + ": " + Unreadable.because(e), e);
    }
  }

  private void greet(Simulator simulator) {
    Screen out = terminal.out();
    out.println("simulated provider at " + out.in(Tone.ACCENT, simulator.url().toString()));
    out.println("  " + (script == null ? "every request is answered" : "as " + script + " says"));
    out.println("  try: " + Curl.chat(simulator.url() + "/chat/completions", "gpt-4o", false));
    out.println("  end with Ctrl-C");
  }

  private void log(ReceivedRequest request) {
    String end =
        request
            .ending()
            .map(ending -> describe(ending) + " after " + Durations.say(ending.after()))
            .orElse("in flight");
    terminal
        .out()
        .println(Clock.now() + " #" + request.number() + " " + Asked.of(request) + ": " + end);
  }

  private static String describe(Ending ending) {
    return switch (ending.kind()) {
      case ANSWERED -> "answered";
      case BROKEN -> "broken off";
      case CLIENT_LEFT -> "the client left";
    };
  }
}
