package dev.mainstay.cli;

import dev.mainstay.KnownProviders;
import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.cli.doctor.Advice;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Terminal;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.CallSummary;
import dev.mainstay.gateway.config.words.ProviderNames;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ChatRequestBuilder;
import dev.mainstay.policy.CallOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One question, one answer, on the terminal as it arrives. */
@Command(
    name = "chat",
    description = "Asks a model, and shows its answer as it arrives.",
    footer = {
      "",
      "The key comes from the provider's environment variable, as in OPENAI_API_KEY.",
      "The answer, and nothing else, goes to standard output; retries are reported on",
      "standard error.",
      "",
      "Examples:",
      "  mainstay chat openai/gpt-4o-mini \"Why is the sky blue?\"",
      "  git diff | mainstay chat groq/openai/gpt-oss-120b - -s \"Find the bug.\"",
      "  OPENAI_BASE_URL=http://127.0.0.1:4010/v1 mainstay chat openai/any Hello"
    })
final class ChatCommand implements Callable<Integer> {
  // The command has every module.
  private static final Pattern MODULE = Pattern.compile("add the module [a-z-]+ and ");

  // What helps only those who write Java.
  private static final Pattern OF_LIBRARY =
      Pattern.compile(
          ",(?: which the module [a-z-]+ reads,)? or give the deployment .*|; give the deployment"
              + " .*");

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Provider and model, as in openai/gpt-4o-mini.")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "TEXT",
      description = "What to ask; - reads it from standard input.")
  private String text;

  @Option(
      names = {"-s", "--system"},
      paramLabel = "TEXT",
      description = "A system message that goes before the text.")
  private @Nullable String system;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the whole call may take; no limit by default.")
  private @Nullable Double timeout;

  @Option(
      names = "--retries",
      paramLabel = "COUNT",
      description = "How often to try again, 0 to 100; 2 by default.")
  private @Nullable Integer retries;

  @Mixin private CommonOptions common;

  ChatCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ChatRequest request = request();
    CallOptions options = options();
    try (Mainstay mainstay = mainstay();
        ChatStream answer = mainstay.stream(request, options)) {
      new AnswerPrinter(terminal).print(answer);
      tellStory(answer);
    } catch (MainstayException failed) {
      throw advised(failed);
    }
    return ExitCode.OK;
  }

  private RuntimeException advised(MainstayException failed) {
    if (failed instanceof MidStreamException) {
      return failed;
    }
    return Advice.inEnvironment(model, terminal.environment(), failed.failure())
        .<RuntimeException>map(remedy -> CliException.advised(failed, remedy))
        .orElseGet(() -> withoutLibrary(failed));
  }

  private RuntimeException withoutLibrary(MainstayException failed) {
    String message = MODULE.matcher(String.valueOf(failed.getMessage())).replaceFirst("");
    Matcher remedy = OF_LIBRARY.matcher(message);
    if (!remedy.find()) {
      return failed;
    }
    String own =
        remedy.group().startsWith(";")
            ? "; write openai/"
                + model.substring(model.indexOf('/') + 1)
                + ", and set OPENAI_BASE_URL"
            : "";
    return CliException.failure(remedy.replaceFirst(Matcher.quoteReplacement(own)), failed);
  }

  private Mainstay mainstay() {
    return Mainstay.builder()
        .environment(terminal.environment())
        .listener(new RetryNotes(terminal.err()))
        .build();
  }

  private ChatRequest request() {
    requireProvider();
    ChatRequestBuilder request = ChatRequest.builder(model);
    if (system != null) {
      request.system(system);
    }
    return request.user(question()).build();
  }

  private void requireProvider() {
    int slash = model.indexOf('/');
    if (slash <= 0 || slash == model.length() - 1) {
      throw CliException.usage(
          "'"
              + model
              + "' names no provider; write provider/model, as in "
              + ProviderNames.ofModel(model).orElse("openai/gpt-4o-mini"));
    }
    String prefix = model.substring(0, slash);
    if (KnownProviders.named(prefix.toLowerCase(Locale.ROOT)).isEmpty()) {
      throw CliException.usage(
          "'"
              + prefix
              + "' is not a provider; "
              + ProviderNames.meantBy(prefix)
                  .map(meant -> "did you mean " + meant + model.substring(slash) + "?")
                  .orElse("use one of " + String.join(", ", KnownProviders.names())));
    }
  }

  private String question() {
    String question = text.equals("-") ? readInput() : text;
    if (question.isBlank()) {
      throw CliException.usage("there is nothing to ask: TEXT is empty");
    }
    return question;
  }

  private String readInput() {
    try {
      return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CliException.failure("cannot read standard input: " + e.getMessage(), e);
    }
  }

  private CallOptions options() {
    try {
      CallOptions options = CallOptions.none();
      if (retries != null) {
        options = options.withRetries(retries);
      }
      return timeout == null
          ? options
          : options.withTimeout(Duration.ofNanos((long) (timeout * 1e9)));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  private void tellStory(ChatStream answer) {
    if (common.isVerbose()) {
      Screen err = terminal.err();
      err.println(err.in(Tone.FAINT, CallSummary.of(answer.metadata())));
    }
  }
}
