package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedReadingTest {
  private static final Path MAIN = Path.of("main.yaml");
  private static final Path MORE = Path.of("more.yaml");

  private final Map<Path, String> texts = new HashMap<>();
  private final Supplier<ConfigReport> reading =
      new ConfigReader(Environment.of(Map.of("OPENAI_API_KEY", "sk-of-nobody")), this::text)
          .repeatedly(MAIN);

  private String text(Path file) throws NoSuchFileException {
    String text = texts.get(file);
    if (text == null) {
      throw new NoSuchFileException(file.toString());
    }
    return text;
  }

  private static String models(String... names) {
    StringBuilder list = new StringBuilder("model_list:\n");
    for (String name : names) {
      list.append("  - model_name: ").append(name).append('\n');
      list.append("    litellm_params: {model: openai/gpt-4o}\n");
    }
    return list.toString();
  }

  @Test
  void filesThatSayTheSameGiveTheSameReport() {
    texts.put(MAIN, "include: [more.yaml]\n" + models("chat"));
    texts.put(MORE, models("backup"));
    ConfigReport first = reading.get();
    texts.put(MORE, models("backup"));

    assertThat(first.config().orElseThrow().models()).containsExactly("chat", "backup");
    assertThat(reading.get()).isSameAs(first);
  }

  @Test
  void includedFileThatSaysSomethingElseIsReadAgain() {
    texts.put(MAIN, "include: [more.yaml]\n" + models("chat"));
    texts.put(MORE, models("backup"));
    ConfigReport before = reading.get();
    texts.put(MORE, models("backup", "third"));

    assertThat(before.config().orElseThrow().models()).containsExactly("chat", "backup");
    assertThat(reading.get().config().orElseThrow().models())
        .containsExactly("chat", "backup", "third");
  }

  @Test
  void fileThatIsMissingIsLookedForAgain() {
    texts.put(MAIN, "include: [more.yaml]\n" + models("chat"));
    ConfigReport without = reading.get();
    texts.put(MORE, models("backup"));

    assertThat(without.config()).isEmpty();
    assertThat(reading.get().config().orElseThrow().models()).containsExactly("chat", "backup");
  }

  @Test
  void fileThatIsTakenAwayIsMissed() {
    texts.put(MAIN, models("chat"));
    ConfigReport before = reading.get();
    texts.remove(MAIN);

    assertThat(before.config()).isPresent();
    assertThat(reading.get().config()).isEmpty();
  }

  @Test
  void reportWithErrorsIsNotKept() {
    texts.put(MAIN, "model_list: nonsense");
    ConfigReport before = reading.get();

    assertThat(before.hasErrors()).isTrue();
    assertThat(reading.get()).isEqualTo(before).isNotSameAs(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertex_credentials", "vertex_ai_credentials", "environment"})
  void keyFileThatIsReplacedIsReadAgain(String way, @TempDir Path folder) throws IOException {
    Path key = Files.writeString(folder.resolve("key.json"), key("before"));
    Supplier<ConfigReport> reading = vertex(way, folder, key);
    ConfigReport before = reading.get();
    assertThat(reading.get()).isSameAs(before);

    Files.writeString(key, key("after"));

    assertThat(deployment(before).credential().toString()).contains("before@example.com");
    assertThat(deployment(reading.get()).credential().toString()).contains("after@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertex_credentials", "vertex_ai_credentials", "environment"})
  void keyFileThatIsMissingIsLookedForAgain(String way, @TempDir Path folder) throws IOException {
    Path key = folder.resolve("key.json");
    Supplier<ConfigReport> reading = vertex(way, folder, key);
    ConfigReport without = reading.get();

    Files.writeString(key, key("late"));

    assertThat(without.lines()).anyMatch(line -> line.contains("a file that cannot be read"));
    assertThat(reading.get().lines()).noneMatch(line -> line.contains("error:"));
    assertThat(deployment(reading.get()).credential().toString()).contains("late@example.com");
  }

  private static Supplier<ConfigReport> vertex(String way, Path folder, Path key)
      throws IOException {
    boolean isOfEnvironment = way.equals("environment");
    String params =
        "model: vertex_ai/gemini-2.5-flash"
            + (isOfEnvironment ? "" : ", " + way + ": '" + key + "'");
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "model_list:\n  - model_name: a\n    litellm_params: {" + params + "}\n");
    Map<String, String> variables =
        isOfEnvironment ? Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString()) : Map.of();
    return new ConfigReader(Environment.of(variables)).repeatedly(config);
  }

  private static String key(String name) {
    return "{\"type\":\"service_account\",\"project_id\":\"p\",\"client_email\":\""
        + name
        + "@example.com\"}";
  }

  private static Deployment deployment(ConfigReport report) {
    return report.config().orElseThrow().groups().get("a").getFirst();
  }
}
