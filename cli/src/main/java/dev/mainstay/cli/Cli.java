package dev.mainstay.cli;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code mainstay} command on a terminal. */
final class Cli {
  private static final List<String> NAMES =
      List.of("demo", "chat", "gateway", "check", "doctor", "explain", "simulate", "load", "batch");
  private static final int NARROWEST_HELP = 55;
  private static final int WIDEST_HELP = 80;
  private static final int OPTION_COLUMNS = 24;

  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs the command in {@code args}; gives its exit code. */
  int run(String... args) {
    boolean asksForHelp = args.length > 0 && args[0].equals("help");
    String[] asked = asksForHelp ? helpOn(args) : args;
    return commandLine(asked).execute(asked);
  }

  // As people type it who come from git.
  private static String[] helpOn(String[] args) {
    return args.length == 1 ? new String[] {"--help"} : new String[] {args[1], "--help"};
  }

  private CommandLine commandLine(String[] args) {
    CommandLine commandLine = new CommandLine(new MainstayCommand());
    commands(args).forEach(commandLine::addSubcommand);
    setHeadings(commandLine);
    commandLine.getSubcommands().values().forEach(Cli::setHeadings);
    return dressed(commandLine);
  }

  // Picocli takes its time over each command, so that it is shown the one that is called alone.
  private List<Object> commands(String[] args) {
    Optional<Object> called = args.length == 0 ? Optional.empty() : command(args[0]);
    return called
        .map(List::of)
        .orElseGet(() -> NAMES.stream().flatMap(name -> command(name).stream()).toList());
  }

  private Optional<Object> command(String name) {
    return switch (name) {
      case "demo" -> Optional.of(new DemoCommand(terminal));
      case "chat" -> Optional.of(new ChatCommand(terminal));
      case "gateway" -> Optional.of(new GatewayCommand(terminal));
      case "check" -> Optional.of(new CheckCommand(terminal));
      case "doctor" -> Optional.of(new DoctorCommand(terminal));
      case "explain" -> Optional.of(new ExplainCommand(terminal));
      case "simulate" -> Optional.of(new SimulateCommand(terminal));
      case "load" -> Optional.of(new LoadCommand(terminal));
      case "batch" -> Optional.of(new BatchCommand(terminal));
      case "rehearse" -> Optional.of(new RehearseCommand());
      default -> Optional.empty();
    };
  }

  private static void setHeadings(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
  }

  private static PrintWriter writer(Screen screen) {
    return new PrintWriter(screen.stream(), true, screen.stream().charset());
  }

  private CommandLine dressed(CommandLine commandLine) {
    return commandLine
        .setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(Help.defaultColorScheme(ansi(terminal.out())))
        .setUsageHelpWidth(Math.clamp(terminal.out().width(), NARROWEST_HELP, WIDEST_HELP))
        .setUsageHelpLongOptionsMaxWidth(OPTION_COLUMNS)
        .setParameterExceptionHandler(this::tellMisuse)
        .setExecutionExceptionHandler(this::tellFailure);
  }

  private static Help.Ansi ansi(Screen screen) {
    return screen.look().colour() ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  private int tellMisuse(ParameterException e, String[] args) {
    Misuse misuse = new Misuse(e);
    Complaint.to(terminal.err()).tell(misuse.mistake()).remedy(misuse.remedy());
    return ExitCode.USAGE;
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
