package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the next run does about lines that have failed. */
@Timeout(60)
class FailedLinesTest {
  private static final String ANSWERED = "{\"index\":0,\"text\":\"from before\"}\n";
  private static final String OUTAGE = failed(1, "NoDeployment");
  private static final String OWN = failed(2, "BadRequest");

  @TempDir private Path folder;

  private static String failed(int index, String type) {
    return failed(index, type, "it failed");
  }

  private static String failed(int index, String type, String why) {
    return String.format(
        Locale.ROOT,
        "{\"index\":%d,\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}\n",
        index,
        type,
        why);
  }

  @BeforeEach
  void prompts() throws IOException {
    Files.writeString(folder.resolve("prompts.jsonl"), "\"a\"\n\"b\"\n\"c\"\n");
    Files.writeString(output(), ANSWERED + OUTAGE + OWN);
  }

  @Test
  void lineThatFailedByAnOutageIsAskedAgainAndOneByItsOwnFaultIsNot() throws IOException {
    BatchProgress end = run(batch -> batch);

    assertThat(end.before()).isEqualTo(2);
    assertThat(end.answered()).isEqualTo(1);
    assertThat(lines().subList(0, 2)).containsExactly(ANSWERED.strip(), OWN.strip());
    assertThat(lines().get(2)).startsWith("{\"index\":1,\"text\":\"b\"");
    assertThat(lines()).hasSize(3);
  }

  @Test
  void everyFailedLineIsAskedAgainWhereThatIsWished() throws IOException {
    BatchProgress end = run(Batch::withRetryFailed);

    assertThat(end.before()).isEqualTo(1);
    assertThat(lines()).hasSize(3).noneMatch(line -> line.contains("error"));
    assertThat(lines().getFirst()).isEqualTo(ANSWERED.strip());
  }

  @Test
  void fileWithNothingToBeAskedAgainStaysTheOneThatItIs() throws IOException {
    Files.writeString(output(), ANSWERED + failed(1, "BadRequest") + OWN + "{\"index\":3,\"te");
    Object before = Files.readAttributes(output(), "unix:ino").get("ino");

    try (Journal journal = Journal.open(output(), FailedLine::mayPass)) {
      assertThat(journal.size()).isEqualTo(3);
    }

    assertThat(Files.readAttributes(output(), "unix:ino").get("ino")).isEqualTo(before);
    assertThat(lines()).hasSize(3);
  }

  @Test
  void linesAreTakenOutOfTheFileBehindALinkAndItsPermissionsStay() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), output());
    Files.setPosixFilePermissions(output(), PosixFilePermissions.fromString("rw-r-----"));

    try (Journal journal = Journal.open(link, FailedLine::mayPass)) {
      assertThat(journal.has(1)).isFalse();
      assertThat(journal.size()).isEqualTo(2);
    }

    assertThat(link).isSymbolicLink();
    assertThat(output()).hasContent(ANSWERED + OWN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output())))
        .isEqualTo("rw-r-----");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void fileThatIsWrittenAnewIsOnTheDiskBeforeItIsInItsPlaceAndItsPlaceIsBeforeAnythingElse()
      throws IOException {
    List<String> whenForced = new ArrayList<>();

    JournalFile.open(
            output(),
            FailedLine::mayPass,
            file -> {
              file.force(true);
              if (whenForced.isEmpty()) {
                assertThat(file.size()).isEqualTo((ANSWERED + OWN).length());
              }
              whenForced.add(Files.readString(output()));
            })
        .close();

    assertThat(whenForced).containsExactly(ANSWERED + OUTAGE + OWN, ANSWERED + OWN);
  }

  @Test
  void fileThatWasWrittenAnewHasOneWriterAsWell() throws IOException {
    try (Journal journal = Journal.open(output(), FailedLine::mayPass)) {
      assertThat(journal.size()).isEqualTo(2);
      assertThatThrownBy(() -> Journal.open(output(), FailedLine::mayPass))
          .hasMessageContaining("another batch");
    }
    try (Journal journal = Journal.open(output(), FailedLine::is)) {
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void failuresAreToldByTheirKindsAndWhyWhereSettingsAreWrong() throws IOException {
    Files.writeString(
        output(),
        ANSWERED
            + failed(1, "BadRequest")
            + failed(3, "NotFound", "after 0 attempts: NotFound: no\\nsuch \\u001b[31mmodel")
            + failed(2, "NotFound", "another")
            + failed(4, "Unauthenticated", "x".repeat(301))
            + "{\"index\":6,\"error\":{\"type\":\"PermissionDenied\",\"message\":\"x\",\"status\":403}}\n"
            + "{\"index\":5,\"error\":{\"ty");

    assertThat(FailedLines.in(output()))
        .containsExactly(
            new FailedLines("NotFound", 2, 3, Optional.of("no such  [31mmodel")),
            new FailedLines("BadRequest", 1, 1, Optional.empty()),
            new FailedLines("Unauthenticated", 1, 4, Optional.of("x".repeat(299) + "…")),
            new FailedLines("PermissionDenied", 1, 6, Optional.empty()));
  }

  /** It tells what a deployment said of another line before it was left to cool down. */
  @Test
  void whyNoDeploymentMayBeTriedIsNotTold() throws IOException {
    Files.writeString(
        output(),
        failed(
            1,
            "NoDeployment",
            "no deployment may be tried now: each cools down, the first after RateLimited (words)"));

    assertThat(FailedLines.in(output()))
        .containsExactly(new FailedLines("NoDeployment", 1, 1, Optional.empty()));
  }

  private BatchProgress run(UnaryOperator<Batch> change) throws IOException {
    try (Simulator provider = Simulator.start(Script.always(Answer.echo()));
        Mainstay mainstay =
            Mainstay.builder()
                .group(
                    "chat", Deployment.of("openai/m").withKey("sk-1").withEndpoint(provider.url()))
                .build()) {
      return change
          .apply(Batch.of(mainstay, folder.resolve("prompts.jsonl"), output()).withModel("chat"))
          .run();
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(output());
  }

  private Path output() {
    return folder.resolve("answers.jsonl");
  }
}
