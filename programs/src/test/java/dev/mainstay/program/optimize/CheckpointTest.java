package dev.mainstay.program.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.program.BestOfN;
import dev.mainstay.program.ChainOfThought;
import dev.mainstay.program.DemoProgram;
import dev.mainstay.program.Predict;
import dev.mainstay.program.Program;
import dev.mainstay.program.ReAct;
import dev.mainstay.program.Refine;
import dev.mainstay.program.Reward;
import dev.mainstay.program.Run;
import dev.mainstay.program.Score;
import dev.mainstay.tool.ToolMethod;
import dev.mainstay.tool.Toolbox;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which files a run goes on from, and which it leaves as they are. */
class CheckpointTest extends SavedRuns {
  @Test
  void fileThatIsCutAnywhereIsGoneOnWith() throws Exception {
    bootstrap().run(program, WORDS);
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      bootstrap().run(program, WORDS);
      asked();

      DemoProgram<Word, Plural> again = bootstrap().run(program, WORDS);

      assertThat(asked()).as("cut at %d", cut).isZero();
      assertThat(again.demos()).hasSize(2);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void lineThatIsBrokenIsAskedForAgain() throws Exception {
    bootstrap().run(program, WORDS);
    byte[] bytes = Files.readAllBytes(file);
    int umlaut = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\u00c3');
    bytes[umlaut] = (byte) 0xff;
    Files.write(file, bytes);
    asked();

    assertThat(bootstrap().run(program, WORDS).demos()).hasSize(2);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void resultsOfAnotherRunAreRefused() {
    bootstrap().run(program, WORDS);

    assertThatThrownBy(() -> bootstrap().run(program.withInstructions("Translate."), WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another program")
        .hasMessageContaining("results.jsonl");
    assertThatThrownBy(() -> bootstrap().run(program.withModel("other"), WORDS))
        .hasMessageContaining("another program");
    assertThatThrownBy(() -> bootstrap().run(program, WORDS.subList(0, 1)))
        .hasMessageContaining("another training set");
    assertThatThrownBy(() -> bootstrap().withSeed(7).run(program, WORDS))
        .hasMessageContaining("another seed");
    assertThatThrownBy(() -> bootstrap().withThreshold(0.5).run(program, WORDS))
        .hasMessageContaining("another threshold");
    assertThatThrownBy(() -> search().run(program, WORDS, WORDS))
        .hasMessageContaining("another kind");
    assertThatThrownBy(() -> evaluate().run(program)).hasMessageContaining("another kind");
  }

  record Pluralist(Program<Word, Plural> asked, int times) implements Program<Word, Plural> {
    @Override
    public Plural run(Word word, Run run) {
      return run.call("asked", asked, word);
    }
  }

  static final class Tools {
    @ToolMethod("Looks a word up")
    String look(String word) {
      return word;
    }
  }

  /** Programs of which no two answer alike. */
  private List<Program<Word, Plural>> others() {
    Reward<Word, Plural> reward = (word, plural) -> Score.of(true);
    Toolbox tools = Toolbox.builder().methods(new Tools()).build();
    ReAct<Word, Plural> agent = ReAct.of(program, tools);
    Predict<Word, Plural> warm = program.withField("temperature", JsonNumber.of(1));
    return List.of(
        program,
        warm,
        Predict.of(Word.class, Plural.class).model("chat").build(mainstay),
        ChainOfThought.of(program),
        agent,
        agent.withMaxIterations(3),
        ReAct.of(program, Toolbox.builder().build()),
        BestOfN.of(program, 2, reward),
        BestOfN.of(program, 3, reward),
        BestOfN.of(program, 2, reward).withThreshold(1),
        BestOfN.of(warm, 2, reward),
        Refine.of(program, 2, reward, 1),
        new Pluralist(program, 1),
        new Pluralist(program, 2),
        new Pluralist(warm, 1));
  }

  @Test
  void everyProgramIsToldFromEveryOther() throws Exception {
    List<Program<Word, Plural>> others = others();
    assertThat(others.stream().map(Program::identity)).doesNotHaveDuplicates();
    assertThat(others.stream().map(Program::identity))
        .isEqualTo(others().stream().map(Program::identity).toList());

    evaluate().run(others.get(7));
    byte[] whole = Files.readAllBytes(file);

    assertThatThrownBy(() -> evaluate().run(others.get(8))).hasMessageContaining("another program");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void fileThatCannotBeOneIsRefusedByItsNameBeforeAnybodyIsAsked() throws Exception {
    Files.createDirectory(file);
    Path nowhere = folder.resolve("nowhere/results.jsonl");

    assertThatThrownBy(() -> evaluate().run(program))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("results.jsonl");
    assertThatThrownBy(() -> evaluate().withCheckpoint(nowhere).run(program))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nowhere");
    assertThat(asked()).isZero();
  }

  @Test
  void fileThatMayNotBeWrittenIsRefusedBeforeAnybodyIsAsked() throws Exception {
    evaluate().withBudget(SearchBudget.ofCalls(1)).withConcurrency(1).run(program);
    asked();
    assertThat(file.toFile().setReadOnly()).isTrue();
    assumeThat(Files.isWritable(file)).as("may do anything").isFalse();

    assertThatThrownBy(() -> evaluate().run(program))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("results.jsonl");
    assertThat(asked()).isZero();
  }

  @Test
  void fileThatIsNotACheckpointIsRefusedAndLeftAsItIs() throws Exception {
    for (String notes : List.of("one line", "first\nsecond", "first\nsecond\n", "{\"abour", "x")) {
      Files.writeString(file, notes);

      assertThatThrownBy(() -> evaluate().run(program))
          .as(notes)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("results.jsonl");
      assertThat(Files.readString(file)).isEqualTo(notes);
    }
    assertThat(asked()).isZero();
  }

  @Test
  void fileOfAnotherRunThatIsCutOffIsRefusedAndLeftAsItIs() throws Exception {
    evaluate().run(program);
    byte[] whole = Files.readAllBytes(file);
    int first = Files.readAllLines(file).getFirst().length();
    for (int cut : List.of(first - 1, first, whole.length - 1)) {
      Files.write(file, Arrays.copyOf(whole, cut));

      assertThatThrownBy(() -> evaluate().run(program.withModel("other")))
          .as("cut at %d", cut)
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(whole, cut));
    }
  }

  @Test
  void resultsWithoutAFirstLineAreRefused() throws Exception {
    Files.writeString(file, "{\"key\":\"example/0\",\"value\":{}}\n");

    assertThatThrownBy(() -> evaluate().run(program))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("results.jsonl");
  }
}
