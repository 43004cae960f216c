package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every dialect's recorded errors are told apart by their status, headers and body alone, before
 * any dialect has a say (SEMANTICS 1, WIRE 1.4 and 7).
 */
class ErrorFixturesTest {
  private static final int ERRORS = 141;

  @TestFactory
  Stream<DynamicTest> errorIsToldApart() {
    List<Fixture> errors =
        Stream.of(FixtureSet.values()).flatMap(ErrorFixturesTest::errors).toList();
    assertThat(errors).hasSize(ERRORS);
    return errors.stream()
        .map(fixture ->
            DynamicTest.dynamicTest(
                fixture.file(), () -> FixtureCheck.check(fixture, heard(fixture))));
  }

  private static Stream<Fixture> errors(FixtureSet set) {
    return set.stream()
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
