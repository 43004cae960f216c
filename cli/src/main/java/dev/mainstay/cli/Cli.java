package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code mainstay} command on a terminal. */
final class Cli {
  private static final int NARROWEST_HELP = 55;
  private static final int WIDEST_HELP = 100;
  private static final int OPTION_COLUMNS = 24;

  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs the command in {@code args}; gives its exit code. */
  int run(String... args) {
    return commandLine().execute(args);
  }

  private CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new MainstayCommand())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new ChatCommand(terminal))
            .addSubcommand(new GatewayCommand(terminal))
            .addSubcommand(new CheckCommand(terminal))
            .addSubcommand(new SimulateCommand(terminal))
            .addSubcommand(new RehearseCommand());
    commandLine
        .setOut(new PrintWriter(terminal.out().stream(), true))
        .setErr(new PrintWriter(terminal.err().stream(), true))
        .setColorScheme(Help.defaultColorScheme(ansi(terminal.out())))
        .setUsageHelpWidth(Math.clamp(terminal.out().width(), NARROWEST_HELP, WIDEST_HELP))
        .setUsageHelpLongOptionsMaxWidth(OPTION_COLUMNS)
        .setParameterExceptionHandler(this::tellMisuse)
        .setExecutionExceptionHandler(this::tellFailure);
    return commandLine;
  }

  private static Help.Ansi ansi(Screen screen) {
    return screen.look().colour() ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  private int tellMisuse(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    Complaint.to(terminal.err())
        .tell(String.valueOf(e.getMessage()))
        .remedy(meant(e).orElse("'" + command + " --help' shows how it is used"));
    return ExitCode.USAGE;
  }

  private static Optional<String> meant(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions().stream().findFirst().map(word -> "did you mean '" + word + "'?")
        : Optional.empty();
  }

  private int tellFailure(Exception e, CommandLine command, ParseResult parsed) {
    Complaint.to(terminal.err()).tell(e);
    if (isVerbose(command)) {
      e.printStackTrace(terminal.err().stream());
    }
    return e instanceof CliException known ? known.exitCode() : ExitCode.FAILURE;
  }

  private boolean isVerbose(CommandLine command) {
    return !terminal.variable("MAINSTAY_DEBUG").isEmpty()
        || command.getParseResult().hasMatchedOption("--verbose");
  }
}
