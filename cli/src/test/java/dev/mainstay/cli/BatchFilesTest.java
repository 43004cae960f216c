package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files that a batch cannot read, or may not write. */
@Timeout(60)
class BatchFilesTest {
  @TempDir private Path folder;
  private BatchFolder batch;

  @BeforeEach
  void open() {
    batch = new BatchFolder(folder);
  }

  @Test
  void inputThatIsNotThereIsAMistakeOfTheCallers() {
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", "nowhere", "-m", "openai/m", "-o", "x")).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo("mainstay: nowhere cannot be read: there is no such file; check the path\n");
  }

  @Test
  void promptsAreNotWrittenOver() throws IOException {
    String in = batch.prompts("{\"index\":0,\"prompt\":\"a\"}");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("in"));
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", in, "-m", "openai/m", "-o", link + "")).isEqualTo(2);
    assertThat(terminal.err()).contains("would be written over the prompts; name another file");
    assertThat(Path.of(in)).content().contains("\"prompt\":\"a\"");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void answersGoToAFileAndNotToADevice() throws IOException {
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", batch.prompts("\"a\""), "-m", "openai/m", "-o", "/dev/full"))
        .isEqualTo(2);
    assertThat(terminal.err()).contains("answers cannot be written to /dev/full; name a file");
  }

  @Test
  void folderThatIsNotThereIsNamed() throws IOException {
    Path missing = folder.resolve("none/out");
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", batch.prompts("\"a\""), "-m", "openai/m", "-o", missing + ""))
        .isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo(
            "mainstay: the answers cannot be written to "
                + missing
                + "; name a file in an existing folder (--out)\n");
  }

  @Test
  void outputThatMayNotBeWrittenIsNamed() throws IOException {
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", batch.prompts("\"a\""), "-m", "openai/m", "-o", loop + ""))
        .isEqualTo(1);
    assertThat(terminal.err())
        .startsWith("mainstay: cannot open " + loop + ": ")
        .hasLineCount(1)
        .doesNotContain("null");
  }

  @Test
  void inputThatIsNotUtf8IsNamed() throws IOException {
    Path latin1 = Files.write(batch.in(), new byte[] {'"', (byte) 0xe4, '"', '\n'});
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", latin1 + "", "-m", "openai/m", "-o", batch.out() + ""))
        .isEqualTo(1);
    assertThat(terminal.err())
        .isEqualTo("mainstay: cannot read " + latin1 + ": it is not UTF-8; convert it\n");
  }

  @Test
  void hyphenIsNoFileAndNoneOfThatNameIsMade() throws IOException {
    String in = batch.prompts("\"a\"");
    Captured terminal = new Captured();

    assertThat(terminal.run("batch", "-", "-m", "openai/m", "-o", batch.out() + "")).isEqualTo(2);
    assertThat(terminal.run("batch", in, "-m", "openai/m", "-o", "-")).isEqualTo(2);

    assertThat(terminal.err())
        .isEqualTo(
            """
            mainstay: - is not a file: prompts are counted, then read, and read again by the next start; name a file, as ./- if that is its name
            mainstay: - is not a file: answers are the journal of the batch (--out); name a file, as ./- if that is its name
            """);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipeIsRefusedSinceItCanBeReadButOnce() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", batch.in() + "").start().waitFor()).isZero();
    Captured terminal = new Captured();

    assertThat(batch.run(terminal)).isEqualTo(2);
    assertThat(terminal.err())
        .startsWith("mainstay: " + batch.in() + " can be read only once, ")
        .endsWith("; write them to a file, and name that\n");
    assertThat(batch.out()).doesNotExist();
  }
}
