package dev.mainstay.cli.doctor;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Sign;
import dev.mainstay.cli.terminal.Tone;
import dev.mainstay.cli.words.Durations;
import dev.mainstay.cli.words.FailureWords;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.gateway.config.words.Remedies;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Tells on a screen which deployments answer. */
public final class Doctor {
  private final Screen out;
  private int sound;
  private int ill;
  private int skipped;

  private Doctor(Screen out) {
    this.out = out;
  }

  /**
   * Asks every deployment of {@code config} and tells on {@code out} what is found; none of it
   * shows a key.
   *
   * @param patience how long each may take to answer, above zero
   * @return whether all that were asked have answered
   * @throws InterruptedException if the thread is interrupted while it waits for an answer
   */
  public static boolean examine(GatewayConfig config, Duration patience, Screen out)
      throws InterruptedException {
    Doctor doctor = new Doctor(out);
    try (Examination examination = new Examination(config, patience)) {
      for (Future<Finding> finding : examination.begin()) {
        doctor.tell(found(finding));
      }
    }
    doctor.sumUp();
    return doctor.ill == 0;
  }

  private static Finding found(Future<Finding> finding) throws InterruptedException {
    try {
      return finding.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void tell(Finding finding) {
    switch (finding) {
      case Finding.Sound(Deployment deployment, Duration took) -> {
        sound++;
        line(Tone.GOOD, Sign.TICK, deployment, "answered in " + Durations.say(took));
      }
      case Finding.Skipped(Deployment deployment, String reason) -> {
        skipped++;
        line(Tone.FAINT, Sign.DOT, deployment, "not asked: " + reason);
      }
      case Finding.Ill illness -> {
        ill++;
        Deployment deployment = illness.deployment();
        line(Tone.BAD, Sign.CROSS, deployment, FailureWords.of(illness.failure()));
        out.printWrapped("    " + Remedies.inKeys(illness.failure().messageToCaller()));
        out.printWrapped(
            "    "
                + out.sign(Sign.ARROW)
                + " "
                + Advice.on(deployment, illness.failure(), Setting.CONFIGURATION));
      }
    }
  }

  private void line(Tone tone, Sign sign, Deployment deployment, String words) {
    out.println(out.in(tone, out.sign(sign)) + " " + deployment.id() + ": " + words);
  }

  private void sumUp() {
    List<String> parts =
        List.of(
            sound + " answered",
            ill + " did not",
            skipped == 0 ? "" : skipped + (skipped == 1 ? " was" : " were") + " not asked");
    out.println(String.join(", ", parts.stream().filter(part -> !part.isEmpty()).toList()));
  }
}
