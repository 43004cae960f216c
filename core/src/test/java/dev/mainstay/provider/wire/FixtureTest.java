package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureTest {
  @TempDir private Path folder;

  @Test
  void folderThatIsAbsentIsNone() {
    assertThat(Fixture.home(folder.resolve("fixtures").toString())).isEmpty();
  }

  @Test
  void folderWithoutManifestIsAMistake() throws IOException {
    Files.writeString(folder.resolve("answer.http"), "");

    assertThatIllegalStateException()
        .isThrownBy(() -> Fixture.home(folder.toString()))
        .withMessage("%s has no manifest.json: name a folder of recorded answers, or none", folder);

    Files.writeString(folder.resolve("manifest.json"), "{}");
    assertThat(Fixture.home(folder.toString())).contains(folder);
  }
}
