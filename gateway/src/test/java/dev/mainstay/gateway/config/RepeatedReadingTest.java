package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

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
}
