package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
  private static final String CHAT =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o}
      """;
  private static final String BACKUP =
      """
      model_list:
        - model_name: backup
          litellm_params: {model: groq/llama3}
      """;

  @Test
  void listsOfIncludedFilesAreJoined() {
    ConfigReport report =
        Reading.file("conf/main.yaml", "include: [more/models.yaml]\n" + CHAT)
            .and("conf/more/models.yaml", "include: [../last.yaml]\n" + BACKUP)
            .and("conf/last.yaml", "router_settings: {num_retries: 7}\n")
            .report();

    assertThat(report.problems()).isEmpty();
    assertThat(report.config().orElseThrow().models()).containsExactly("chat", "backup");
    assertThat(report.config().orElseThrow().policies().retries()).isEqualTo(RetryPolicy.of(7));
  }

  @Test
  void oneFileMayBeIncludedWithoutAList() {
    ConfigReport report =
        Reading.file("main.yaml", "include: models.yaml\n").and("models.yaml", CHAT).report();

    assertThat(report.config().orElseThrow().models()).containsExactly("chat");
  }

  @Test
  void sectionOfAnIncludedFileReplacesTheWholeOneAndSaysSo() {
    ConfigReport report =
        Reading.file(
                "main.yaml",
                "include: [router.yaml]\n"
                    + CHAT
                    + "router_settings: {num_retries: 1, timeout: 5}\n")
            .and("router.yaml", "# ours\nrouter_settings: {num_retries: 9}\n")
            .report();

    assertThat(report.config().orElseThrow().policies().retries()).isEqualTo(RetryPolicy.of(9));
    assertThat(report.config().orElseThrow().policies().timeouts().attempt()).isEmpty();
    assertThat(Reading.lines(report))
        .containsExactly(
            "router.yaml:2: warning: 'router_settings' here replaces all of that in main.yaml:5, as"
                + " it does in LiteLLM; keep it in one file");
  }

  @Test
  void problemOfAnIncludedFileNamesThatFile() {
    ConfigReport report =
        Reading.file("main.yaml", "include: [a.yaml, b.yaml]\n" + CHAT)
            .and("a.yaml", "model_list:\n  - model_name: x\n    litellm_params: {model: nope/x}\n")
            .and("b.yaml", "general_settings:\n\tport: 1\n")
            .report();

    assertThat(report.problems())
        .extracting(problem -> problem.file() + ":" + problem.line())
        .containsExactly("a.yaml:3", "b.yaml:2");
  }

  @Test
  void missingFileIsToldWhereItIsIncluded() {
    ConfigReport report =
        Reading.file("conf/main.yaml", CHAT + "include:\n  - nowhere.yaml\n  - [x]\n").report();

    assertThat(Reading.lines(report))
        .containsExactly(
            "conf/main.yaml:5: error: there is no file 'conf/nowhere.yaml'; check the path",
            "conf/main.yaml:6: error: include lists the names of files, but this is a list");
  }

  @Test
  void fileThatIncludesItselfIsReadOnce() {
    ConfigReport report =
        Reading.file("main.yaml", "include: [./main.yaml, a.yaml]\n" + CHAT)
            .and("a.yaml", "include: [main.yaml]\n" + BACKUP)
            .report();

    assertThat(report.config().orElseThrow().models()).containsExactly("chat", "backup");
    assertThat(Reading.lines(report))
        .containsExactly(
            "main.yaml:1: warning: './main.yaml' was read already, and is not read again",
            "a.yaml:1: warning: 'main.yaml' was read already, and is not read again");
  }

  @Test
  void filesOfTheMachineAreRead(@TempDir Path folder) throws IOException {
    Path main = Files.writeString(folder.resolve("main.yaml"), "include: [models.yaml]\n");
    Files.writeString(folder.resolve("models.yaml"), "\uFEFF" + CHAT);

    ConfigReport report = reader().read(main);

    assertThat(report.problems()).isEmpty();
    assertThat(report.config().orElseThrow().models()).containsExactly("chat");
  }

  @Test
  void fileThatCannotBeReadIsAProblem(@TempDir Path folder) throws IOException {
    Path latin =
        Files.write(folder.resolve("latin.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
    Path missing = folder.resolve("missing.yaml");

    assertThat(reader().read(latin).lines().getFirst())
        .endsWith("is not UTF-8 text; save it as UTF-8");
    assertThat(reader().read(missing).lines().getFirst()).endsWith("check the path");
    assertThat(reader().read(folder).lines().getFirst()).endsWith("is it a file?");
  }

  private static ConfigReader reader() {
    return new ConfigReader(Environment.of(Map.of("OPENAI_API_KEY", Reading.KEY)));
  }
}
