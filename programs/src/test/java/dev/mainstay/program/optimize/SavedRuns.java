package dev.mainstay.program.optimize;

import static dev.mainstay.testing.ScriptedProvider.answer;

import dev.mainstay.Mainstay;
import dev.mainstay.program.Predict;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose results are saved: a program that is asked for plurals always answers by the same. */
abstract class SavedRuns {
  record Word(String word) {}

  record Plural(String plural) {}

  static final List<Example<Word, Plural>> WORDS =
      List.of(
          new Example<>(new Word("Haus"), new Plural("Häuser")),
          new Example<>(new Word("Maus"), new Plural("Häuser")));

  final ManualTime time = new ManualTime();
  final ScriptedProvider provider = new ScriptedProvider(time);
  final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .build();
  final Predict<Word, Plural> program =
      Predict.of(Word.class, Plural.class).model("chat").form(AnswerForm.JSON).build(mainstay);

  @TempDir Path folder;
  Path file;

  @BeforeEach
  void answers() {
    file = folder.resolve("results.jsonl");
    provider.always("m", answer("{\"plural\":\"Häuser\"}"));
  }

  @AfterEach
  void close() {
    mainstay.close();
  }

  BootstrapFewShot<Word, Plural> bootstrap() {
    return BootstrapFewShot.of(Metric.<Word, Plural>exact()).withCheckpoint(file);
  }

  RandomSearch<Word, Plural> search() {
    return RandomSearch.of(Metric.<Word, Plural>exact()).withCandidates(3).withCheckpoint(file);
  }

  Evaluate<Word, Plural> evaluate() {
    return Evaluate.of(WORDS, Metric.<Word, Plural>exact()).withCheckpoint(file);
  }

  int asked() {
    int asked = provider.asked().size();
    provider.forget();
    provider.always("m", answer("{\"plural\":\"Häuser\"}"));
    return asked;
  }
}
