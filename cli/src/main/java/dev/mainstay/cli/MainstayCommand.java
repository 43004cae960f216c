package dev.mainstay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command itself, which does nothing but show its subcommands. */
@Command(
    name = "mainstay",
    description =
        "Keeps LLM calls alive: retries, routing and fallbacks for plain and streamed calls.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  mainstay demo",
      "  mainstay chat openai/gpt-4o-mini \"Why is the sky blue?\"",
      "  mainstay gateway --config config.yaml",
      "  mainstay doctor config.yaml",
      "  mainstay explain config.yaml chat --fail RateLimited",
      "  mainstay simulate faults.yaml",
      "  mainstay load http://127.0.0.1:4000/v1 --users 50",
      "  mainstay batch prompts.jsonl --model chat --out answers.jsonl",
      "",
      "'mainstay COMMAND --help' shows more about a command.",
      "Exit codes: 0 it went well, 1 it failed, 2 wrong usage, 130 Ctrl-C."
    })
final class MainstayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
