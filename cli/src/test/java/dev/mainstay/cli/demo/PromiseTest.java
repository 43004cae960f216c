package dev.mainstay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromiseTest {
  private static final Promise TEXT = new Promise.Text("All of it.", 2);
  private static final Heard WHOLE = new Heard(200, "All of it.", "", "stop", true, false, "", "");

  @Test
  void wholeAnswerKeepsThePromise() {
    assertThat(TEXT.breach(WHOLE, true, 2)).isEmpty();
  }

  @Test
  void otherTextBreaksIt() {
    Heard doubled = new Heard(200, "All All of it.", "", "stop", true, false, "", "");

    assertThat(TEXT.breach(doubled, true, 2)).isPresent();
  }

  @Test
  void anEndWithoutDoneBreaksThatOfAStream() {
    Heard cut = new Heard(200, "All of it.", "", "stop", false, false, "", "");

    assertThat(TEXT.breach(cut, true, 2)).isPresent();
  }

  @Test
  void attemptTooManyBreaksIt() {
    assertThat(TEXT.breach(WHOLE, true, 3))
        .hasValueSatisfying(how -> assertThat(how).contains("not 3"));
  }

  @Test
  void madeUpEndBreaksThatOfAPartialAnswer() {
    Promise partial = new Promise.Partial("All", 1);
    Heard honest = new Heard(200, "All", "", "", false, true, "", "reset");
    Heard madeUp = new Heard(200, "All", "", "stop", true, false, "", "");

    assertThat(partial.breach(honest, true, 1)).isEmpty();
    assertThat(partial.breach(madeUp, true, 1)).isPresent();
  }

  @Test
  void otherErrorBreaksThatOfARefusal() {
    Promise refusal = new Promise.HonestError(429, "insufficient_quota", 1);
    Heard told = new Heard(429, "", "", "", false, true, "insufficient_quota", "spent");
    Heard rateLimit = new Heard(429, "", "", "", false, true, "rate_limit_exceeded", "later");

    assertThat(refusal.breach(told, false, 1)).isEmpty();
    assertThat(refusal.breach(rateLimit, false, 1)).isPresent();
  }
}
