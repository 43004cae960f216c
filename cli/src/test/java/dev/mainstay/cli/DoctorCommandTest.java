package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Reply;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Ports;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
          .containsPattern("ok openai/m: answered in [\\d.]+ m?s\n")
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

  /** Its model is what the deployment is called, which is what people get wrong. */
  @Test
  void deploymentThatAzureHasNotIsCalledSo() throws IOException {
    try (Simulator provider = playing(Fault.status(404))) {
      examine(deployment("chat", provider).replace("openai/m", "azure/m"));

      assertThat(terminal.out().replaceAll("\\s+", " "))
          .contains("Azure has no deployment of this name there")
          .contains("and api_base");
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
    try (Ports.Refusing gone = Ports.refusing()) {
      int code = examine(deployment("chat", gone.uri("/v1").toString()));

      assertThat(code).isEqualTo(1);
      assertThat(terminal.out().replaceAll("\\s+", " "))
          .contains("connection failed", "check the host (api_base), the network, a proxy");
    }
  }

  @Test
  void modelOfEmbeddingsIsAskedForOne() throws IOException {
    String vectors = "{\"data\":[{\"index\":0,\"embedding\":[0.5,1]}],\"model\":\"m\"}";
    try (RawServer provider = answering("200 OK", "x-type: none", vectors)) {
      int code =
          examine(
              deployment("vectors", provider.uri("/v1").toString())
                  + "    model_info: {mode: embedding}\n");

      assertThat(provider.requests().getFirst().line()).startsWith("POST /v1/embeddings ");
      assertThat(terminal.out()).contains("ok openai/m: answered in ");
      assertThat(code).isZero();
    }
  }

  static Stream<Arguments> identities() {
    String vertex =
        "model: vertex_ai/gemini-2.5-flash, vertex_project: p, vertex_location: europe-west4";
    String bedrock =
        "model: bedrock/eu-west-1/amazon.nova-lite-v1:0, aws_region_name: eu-west-1,"
            + " aws_access_key_id: AKIAEXAMPLE0, aws_secret_access_key: s3cr3t-0123456789";
    return Stream.of(
        Arguments.of(
            bedrock, 403, "UnrecognizedClientException", "AWS refuses the identity: check"),
        Arguments.of(
            bedrock,
            403,
            "AccessDeniedException",
            "allow it bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream"),
        Arguments.of(bedrock, 403, "AccessDeniedException", "the region eu-west-1 has it"),
        Arguments.of(
            bedrock,
            404,
            "ResourceNotFoundException",
            "there is no such model in the region eu-west-1: check the model's name"),
        Arguments.of(
            vertex + ", api_key: k-0123456789",
            404,
            "",
            "there is no such model in the region europe-west4"));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void adviceIsForTheIdentityAndNamesTheRegion(
      String params, int status, String type, String advice) throws IOException {
    try (RawServer provider =
        answering(status + " No", "x-amzn-ErrorType: " + type, "{\"message\":\"No.\"}")) {
      String base = provider.uri("").toString();
      int code =
          examine(
              "  - model_name: m\n    litellm_params: {"
                  + params
                  + ", api_base: \""
                  + base
                  + "\"}\n");

      assertThat(code).isEqualTo(1);
      assertThat(terminal.out().replaceAll("\\s+", " "))
          .contains(advice)
          .doesNotContain("AKIAEXAMPLE0", "s3cr3t", "k-0123456789", "Signature=");
    }
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

  private static RawServer answering(String status, String header, String body) {
    return RawServer.answering(
        String.format(
            Locale.ROOT,
            "HTTP/1.1 %s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
            status,
            header,
            body.length(),
            body));
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
