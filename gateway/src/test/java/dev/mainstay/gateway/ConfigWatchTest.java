package dev.mainstay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.ConfigReport;
import dev.mainstay.gateway.config.Environment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SEMANTICS 7.3: reloaded on change; a bad file leaves the old one in force. */
@Timeout(30)
class ConfigWatchTest {
  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  @Test
  void changeIsPutInForceABadFileIsNotAndNothingIsToldTwice() throws Exception {
    Path file = folder.resolve("config.yaml");
    ConfigReader reader = new ConfigReader(Environment.of(Map.of()));
    try (Simulator one = Simulator.start(Script.always(Answer.text("one")));
        Simulator two = Simulator.start(Script.always(Answer.text("two")))) {
      write(file, one);
      ConfigReport first = reader.read(file);
      try (Gateway gateway = Gateway.start(first.config().orElseThrow().withPort(0));
          Mainstay client = client(gateway)) {
        ConfigWatch watch = new ConfigWatch(gateway, first, () -> reader.read(file), listener());

        watch.look();
        assertThat(told).isEmpty();

        write(file, two);
        watch.look();
        watch.look();
        assertThat(told).containsExactly("reloaded");
        assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("two");

        Files.writeString(file, "model_list: [");
        watch.look();
        watch.look();
        assertThat(told).containsExactly("reloaded", "refused");
        assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("two");

        write(file, one);
        watch.look();
        assertThat(told).containsExactly("reloaded", "refused", "reloaded");
        assertThat(client.chat("openai/chat", "Hello").text()).isEqualTo("one");
      }
    }
  }

  private ConfigWatch.ReloadListener listener() {
    return new ConfigWatch.ReloadListener() {
      @Override
      public void reloaded(ConfigReport report, List<String> takesRestart) {
        told.add("reloaded");
      }

      @Override
      public void refused(ConfigReport report, String why) {
        told.add("refused");
      }
    };
  }

  private static void write(Path file, Simulator simulator) throws IOException {
    Files.writeString(
        file,
        """
        model_list:
          - model_name: chat
            litellm_params:
              model: openai/gpt-4o
              api_base: %s
              api_key: sk-test
        """
            .formatted(simulator.url()));
  }

  private static Mainstay client(Gateway gateway) {
    String base = "http://127.0.0.1:" + gateway.port() + "/v1";
    return Mainstay.builder()
        .environment(Map.of("OPENAI_API_KEY", "sk-caller", "OPENAI_BASE_URL", base))
        .build();
  }
}
