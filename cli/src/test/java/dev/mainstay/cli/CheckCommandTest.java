package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @Test
  void soundFileIsSummedUp() throws IOException {
    Path file =
        config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_key: sk-secret-of-the-file}
            """);

    int code = terminal.run("check", file.toString());

    assertThat(code).isZero();
    assertThat(terminal.out()).contains("1 model group", "0 errors", "chat: openai/gpt-4o");
    assertThat(terminal.out()).doesNotContain("sk-secret");
  }

  @Test
  void warningDoesNotFail() throws IOException {
    Path file =
        config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_key: sk-secret-of-the-file}
            router_settings:
              colour: blue
            """);

    int code = terminal.run("check", file.toString());

    assertThat(code).isZero();
    assertThat(terminal.out()).contains(file + ":5: warning: ").contains("colour");
  }

  @Test
  void errorIsToldByFileAndLineAndFails() throws IOException {
    Path file =
        config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_key: sk-secret-of-the-file, timeout: -1}
            """);

    int code = terminal.run("check", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(terminal.out()).contains(file + ":3: error: ").contains("1 error,");
  }

  @Test
  void missingFileFails() {
    int code = terminal.run("check", "no-such-file.yaml");

    assertThat(code).isEqualTo(1);
    assertThat(terminal.out()).contains("no-such-file.yaml: error: ");
  }

  private Path config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), text);
  }
}
