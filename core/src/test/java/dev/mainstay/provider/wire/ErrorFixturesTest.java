package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every dialect's recorded errors are told apart by their status, headers and body alone, before
 * any dialect has a say (SEMANTICS 1, WIRE 1.4 and 7).
 */
class ErrorFixturesTest {
  private static final List<String> APIS =
      List.of(
          "any",
          "anthropic-messages",
          "bedrock-converse",
          "cohere",
          "gemini",
          "ollama-chat",
          "openai-chat",
          "openai-embeddings");

  @Test
  void everyDialectHasErrors() {
    assumeTrue(Fixture.home().isPresent());

    for (String api : APIS) {
      assertThat(errors(api)).as(api).isNotEmpty();
    }
    assertThat(APIS.stream().flatMap(ErrorFixturesTest::errors)).hasSizeGreaterThan(120);
  }

  @TestFactory
  Stream<DynamicTest> errorIsToldApart() {
    assumeTrue(Fixture.home().isPresent());
    return APIS.stream()
        .flatMap(ErrorFixturesTest::errors)
        .map(fixture ->
            DynamicTest.dynamicTest(
                fixture.file(), () -> FixtureCheck.check(fixture, heard(fixture))));
  }

  private static Stream<Fixture> errors(String api) {
    return Fixture.of(api).stream()
        .filter(fixture -> fixture.kind().equals("error"))
        .filter(fixture -> fixture.head().status() >= 400);
  }

  private static Heard heard(Fixture fixture) {
    ManualTime time = new ManualTime(FixtureCheck.NOW);
    Classifier classifier = new Classifier(UnaryOperator.identity(), time);
    Heard heard = new Heard();
    heard.failure = Optional.of(classifier.ofAnswer(fixture.head(), fixture.body()));
    return heard;
  }
}
