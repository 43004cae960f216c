package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class DoctorCommandTest {
  private static final String KEY = "sk-of-the-doctor-0123456789";

  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @Test
  void eachDeploymentIsAskedOnceForFewTokens() throws IOException {
    try (Simulator one = playing(Answer.text("OK"));
        Simulator other = playing(Answer.text("OK"))) {
      int code = examine(deployment("chat", one) + deployment("spare", other));

      assertThat(code).isZero();
      assertThat(terminal.out())
          .containsPattern("ok openai/m: answered in \\d+ ms\n")
          .contains("ok openai/m#2: answered in ")
          .endsWith("2 answered, 0 did not\n");
      assertThat(one.requestCount()).isEqualTo(1);
      assertThat(one.requests().getFirst().text()).contains("\"max_completion_tokens\":16");
    }
  }

  static Stream<Arguments> illnesses() {
    return Stream.of(
        illness(
            Fault.status(401), "401 wrong key", "set api_key, or the environment variable OPENAI_"),
        illness(Fault.status(403), "403 not allowed", "allow it in the provider's console"),
        illness(Fault.status(404), "404 not found", "check the model's name and api_base"),
        illness(
            Fault.status(429)
                .error(ErrorBody.of("spent", "insufficient_quota").code("insufficient_quota")),
            "429 quota spent",
            "look at its billing"),
        illness(Fault.status(429), "429 rate limited", "the key and the model are right"),
        illness(Fault.status(500), "500 server error", "see its status page"));
  }

  @ParameterizedTest
  @MethodSource("illnesses")
  void whatIsWrongIsSaidInWordsAndAskedOnce(Reply reply, String kind, String advice)
      throws IOException {
    try (Simulator provider = playing(reply)) {
      int code = examine(deployment("chat", provider));

      assertThat(code).isEqualTo(1);
      assertThat(terminal.out().replaceAll("\\s+", " "))
          .contains("x openai/m: " + kind, advice, "0 answered, 1 did not")
          .doesNotContain(KEY);
      assertThat(provider.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void whoDoesNotKnowTheBoundIsAskedWithoutIt() throws IOException {
    try (Simulator provider =
        Simulator.start(Script.builder().then(Fault.status(400)).then(Answer.text("OK")).build())) {
      int code = examine(deployment("chat", provider));

      assertThat(code).isZero();
      assertThat(provider.requests().getLast().text()).doesNotContain("max_completion_tokens");
    }
  }

  @Test
  void unreachableAddressIsTheNetworks() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    int code = examine(deployment("chat", "http://127.0.0.1:" + free + "/v1"));

    assertThat(code).isEqualTo(1);
    assertThat(terminal.out().replaceAll("\\s+", " "))
        .contains("connection failed", "check the host, the network, a proxy");
  }

  @Test
  void patternsAreNotAsked() throws IOException {
    int code =
        examine(
            """
              - model_name: "groq/*"
                litellm_params: {model: "groq/*", api_key: k}
            """);

    assertThat(code).isZero();
    assertThat(terminal.out())
        .contains("- groq/*: not asked: it stands for many models")
        .endsWith("0 answered, 0 did not, 1 was not asked\n");
  }

  @Test
  void configurationWithErrorsAsksNobody() throws IOException {
    try (Simulator provider = playing(Answer.text("OK"))) {
      int code = examine(deployment("chat", provider) + "router_settings: {num_retries: -1}\n");

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err()).contains("num_retries", "nobody can be asked");
      assertThat(provider.requestCount()).isZero();
    }
  }

  private int examine(String models) throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), "model_list:\n" + models);
    return terminal.run("doctor", file.toString());
  }

  private static Simulator playing(Reply reply) {
    return Simulator.start(Script.builder().then(reply).build());
  }

  private static String deployment(String group, Simulator provider) {
    return deployment(group, provider.url().toString());
  }

  private static String deployment(String group, String url) {
    return """
      - model_name: GROUP
        litellm_params: {model: openai/m, api_base: "URL", api_key: KEY}
    """
        .replace("GROUP", group)
        .replace("URL", url)
        .replace("KEY", KEY);
  }

  private static Arguments illness(Reply reply, String kind, String advice) {
    return Arguments.of(reply, kind, advice);
  }
}
