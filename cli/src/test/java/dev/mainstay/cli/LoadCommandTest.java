package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;
import picocli.CommandLine;

@Timeout(60)
class LoadCommandTest {
  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @Test
  void tellsWhatCameOfItInATableAndAPlot() throws Exception {
    Path plot = folder.resolve("out.svg");
    Script script =
        Script.builder().first(Fault.status(429)).thenAlways(Answer.text("Hi you")).build();
    try (Simulator simulator = Simulator.start(script)) {
      int code =
          run(simulator.url(), "--users", "2", "--messages", "10", "--plot", plot.toString());

      assertThat(code).isEqualTo(1);
      assertThat(terminal.out())
          .contains("20 messages of 2 users to simulated at 127.0.0.1:")
          .containsPattern("answered +19 +95\\.00 % +[0-9.]+ a second")
          .containsPattern("streamed +(9|10) ")
          .containsPattern("failed +1 +5\\.00 %")
          .containsPattern("HTTP 429 +1 +5\\.00 % +Rate limit reached\\.")
          .containsPattern("first output( +\\d\\S* (us|ms|s)){5}\n")
          .containsPattern("whole answer( +\\d\\S* (us|ms|s)){5}\n")
          .contains("The slowest user's p99 wait is ")
          .contains("Plot: " + plot);
      assertThat(textsOf(plot))
          .contains("messages a second", "failures a second, by kind", "HTTP 429");
    }
  }

  @Test
  void modelIsTheFirstThatIsListedUnlessItIsSaid() {
    Script script = Script.builder().models("small", "large").build();
    try (Simulator simulator = Simulator.start(script)) {
      run(simulator.url(), "--users", "1", "--messages", "1", "--no-plot");
      run(simulator.url(), "--users", "1", "--messages", "1", "--no-plot", "-m", "large");

      assertThat(simulator.requests().stream().filter(r -> r.method().equals("POST")))
          .extracting(request -> request.chat().model())
          .containsExactly("small", "large");
    }
  }

  @Test
  void headersAreBroughtOnEachRequest() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")))) {
      run(
          simulator.url(),
          "--users",
          "1",
          "--messages",
          "2",
          "--no-plot",
          "--header",
          "x-team: blue",
          "--header",
          "x-where:here, there ");

      assertThat(simulator.requests())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(request -> {
            assertThat(request.header("x-team")).contains("blue");
            assertThat(request.header("x-where")).contains("here, there");
          });
    }
  }

  @Test
  void keyIsBroughtAndWrongOneIsTold() {
    Script script = Script.builder().key("sk-right").build();
    try (Simulator simulator = Simulator.start(script)) {
      int wrong = run(simulator.url(), "--no-plot");
      int right =
          new Captured()
              .with("OPENAI_API_KEY", "sk-right")
              .run("load", simulator.url().toString(), "--no-plot", "--messages", "1");

      assertThat(wrong).isEqualTo(1);
      assertThat(terminal.err()).contains("HTTP 401").contains("--model").hasLineCount(1);
      assertThat(right).isZero();
    }
  }

  @Test
  void endedEarlyItTellsWhatThereIs() throws Exception {
    Script script = Script.builder().times(3, Answer.text("Hi")).thenAlways(Fault.stall()).build();
    try (Simulator simulator = Simulator.start(script)) {
      LoadCommand command = new LoadCommand(terminal.terminal());
      new CommandLine(command)
          .parseArgs(
              simulator.url().toString(), "-m", "m", "--users", "1", "--plot", plot("end.svg"));

      int code =
          command.run(ending ->
              Thread.ofVirtual()
                  .start(() -> {
                    simulator.awaitRequests(4, Duration.ofSeconds(20));
                    ending.end(ExitCode.INTERRUPTED);
                  }));

      assertThat(code).isEqualTo(130);
      assertThat(terminal.out())
          .contains(", ended early")
          .containsPattern("answered +3 ")
          .containsPattern("given up +1 +under way when it was ended");
      assertThat(folder.resolve("end.svg")).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost:4000 | is not an endpoint; write its base, as in http://127.0.0.1:4000/v1
          http://h/v1 --users 0 | --users is 0; use 1 to 100000
          http://h/v1 --users ten | ten
          http://h/v1 --rate -1 | --rate is -1.0; use a number above 0, up to 100000
          http://h/v1 --rate 5 --think 1 | --think and --parallel mean nothing; leave them out
          http://h/v1 --streamed 101 | --streamed is 101.0; use 0 to 100 (percent)
          http://h/v1 --header blue | --header is 'blue'; write NAME: VALUE
          http://h/v1 --words many | --words is 'many'; write a number or two, as in 50-400
          http://h/v1 --words 9-3 | --words is '9-3'; write the smaller number first
          http://h/v1 --timeout 0 | --timeout is 0; use a number of seconds above 0
          http://h/v1 --think -2 | --think is -2.0; use a number of seconds
          http://h/v1 --plot /no/such/folder/p.svg | the plot cannot be written to /no/such/folder/p.svg
          http://h/v1 --user 5 | has no option '--user'
          """)
  void mistakeIsToldWithItsRemedy(String line, String message) {
    int code =
        terminal.run(
            Stream.concat(Stream.of("load"), Stream.of(line.split(" "))).toArray(String[]::new));

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains(message);
    assertThat(terminal.out()).isEmpty();
  }

  private String plot(String name) {
    return folder.resolve(name).toString();
  }

  private int run(Object url, String... args) {
    List<String> all = Stream.concat(Stream.of("load", url.toString()), Stream.of(args)).toList();
    return terminal.run(all.toArray(String[]::new));
  }

  private static List<String> textsOf(Path svg) throws Exception {
    var texts =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(Files.readString(svg))))
            .getElementsByTagName("text");
    return Stream.iterate(0, i -> i < texts.getLength(), i -> i + 1)
        .map(i -> texts.item(i).getTextContent())
        .toList();
  }
}
