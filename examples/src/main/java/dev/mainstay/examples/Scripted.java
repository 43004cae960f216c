package dev.mainstay.examples;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;

import dev.mainstay.Mainstay;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;

/** A test's Mainstay: no network, no key, and a clock that stands still. */
final class Scripted {
  private Scripted() {}

  static String answerOfTheSecond() {
    ManualTime time = new ManualTime();
    Failure down = new Failure.ServerError(FailureDetail.of("down for repair"));
    ScriptedProvider provider =
        new ScriptedProvider(time)
            .always("first", breaks(down))
            .always("second", answer("Hello from the second"));
    try (Mainstay mainstay =
        Mainstay.builder()
            .time(time)
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/first"))
            .group("backup", Deployment.of("scripted/second"))
            .fallback("chat", "backup")
            .retries(0)
            .build()) {
      return mainstay.chat("chat", "Hello").text();
    }
  }
}
