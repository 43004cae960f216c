package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import org.junit.jupiter.api.Test;

/** Which of many failures is told of a call whose answer has never begun. */
class FirstFailureTest {
  private static final Failure REFUSAL = new Failure.NoDeployment(FailureDetail.of("all are full"));

  private final FirstFailure failure = new FirstFailure();

  @Test
  void lastOfItsFirstGroupIsTold() {
    failure.met(Failures.overloaded(), true);
    failure.met(Failures.serverError(), true);
    failure.met(Failures.quota(), false);

    assertThat(failure.told(Failures.quota())).isEqualTo(Failures.serverError());
  }

  @Test
  void whereItMetNoneThereTheLastOfAllIsTold() {
    failure.met(Failures.quota(), false);

    assertThat(failure.told(Failures.quota())).isEqualTo(Failures.quota());
  }

  @Test
  void thatNobodyLetItInIsToldWhereItMetNothingElseThere() {
    failure.met(REFUSAL, true);
    failure.met(Failures.quota(), false);

    assertThat(failure.told(Failures.quota())).isEqualTo(REFUSAL);
  }

  @Test
  void thatNobodyLetItInHidesNoFailure() {
    failure.met(REFUSAL, true);
    failure.met(Failures.serverError(), true);
    failure.met(REFUSAL, true);

    assertThat(failure.told(REFUSAL)).isEqualTo(Failures.serverError());
  }

  @Test
  void endOfTheCallItselfIsToldWhateverItMet() {
    failure.met(Failures.serverError(), true);

    assertThat(failure.told(Ends.interrupted())).isEqualTo(Ends.interrupted());
  }
}
