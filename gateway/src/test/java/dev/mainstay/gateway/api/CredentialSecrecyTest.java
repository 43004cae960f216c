package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.aws.AwsCredential;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.RawServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 0, the fifth thing that never happens, on every wire and with every sort of proof: a
 * provider quotes the whole head of the request to it, in all its answers, and nothing by which one
 * could ask in our name goes on to a caller, a listener, the page of deployments or the log.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CredentialSecrecyTest {
  private static final String KEY = "sk-provider-0123456789abcdefghij";
  private static final String OWN = "own-token-zyxwvutsrq9876543210";
  private static final String FRESH = "ya29.fresh-token-0123456789abcdefghij";
  private static final String AWS_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String AWS_SESSION = "FwoGZXIvYXdzEXAMPLE/session+token==";

  // Headers that prove who asks.
  private static final Set<String> PROVING =
      Set.of("authorization", "api-key", "x-api-key", "x-goog-api-key", "x-amz-security-token");

  // How what is proven is proven, by name.
  private static final Map<String, UnaryOperator<Deployment>> PROOFS =
      Map.of(
          "key", deployment -> deployment.withKey(KEY),
          "token", deployment -> deployment.withCredential(bearer()),
          "signature", deployment -> deployment.withCredential(signing()),
          "own header",
              deployment -> deployment.withHeaders(Headers.of("Authorization", "Bearer " + OWN)),
          "header of any name",
              deployment -> deployment.withKey(KEY).withHeaders(Headers.of("X-Proxy-Auth", OWN)),
          "query",
              deployment ->
                  deployment
                      .withKey(KEY)
                      .withEndpoint(withQuery(deployment.endpoint().orElseThrow())));

  private static final Map<String, List<String>> PROVEN =
      Map.ofEntries(
          Map.entry("openai/gpt-4o", List.of("key", "own header", "header of any name", "query")),
          Map.entry("mistral/mistral-large-latest", List.of("key", "own header")),
          Map.entry("anthropic/claude-sonnet-4-5", List.of("key", "own header", "query")),
          Map.entry("gemini/gemini-2.5-flash", List.of("key", "own header", "query")),
          Map.entry("vertex_ai/gemini-3-flash", List.of("token", "own header")),
          Map.entry("vertex_ai/claude-sonnet-4-5@20250929", List.of("token")),
          Map.entry("azure/gpt-4o", List.of("key", "token", "own header", "query")),
          Map.entry("azure_ai/grok-4", List.of("key", "token")),
          Map.entry("azure_ai/claude-sonnet-4-5", List.of("key", "token")),
          Map.entry("bedrock/us.amazon.nova-pro-v1:0", List.of("key", "signature", "own header")),
          Map.entry("cohere/command-a-03-2025", List.of("key", "own header")),
          Map.entry("ollama/llama3.1", List.of("key", "own header")));

  private static final TeedLog LOG = new TeedLog();

  @BeforeAll
  static void logIsRead() {
    LOG.begin();
    // A logger may still be on its way, where another test has asked for the first one meanwhile.
    System.err.println("what is logged is read");
    assertThat(LOG.text()).contains("what is logged is read");
  }

  @AfterAll
  static void logIsGivenBack() {
    LOG.end();
  }

  /** An answer that has {@code %s} in it where the request's head is quoted. */
  private enum Quoting {
    UNAUTHORIZED("401", "application/json", "{\"error\":{\"message\":%s,\"type\":%s,\"code\":%s}}"),
    FORBIDDEN("403", "application/json", "{\"message\":%s}"),
    BAD("400", "application/json", "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s}}"),
    LIST("429", "application/json", "[{\"error\":{\"message\":%s,\"status\":%s}}]"),
    DETAIL("422", "application/json", "{\"detail\":[{\"msg\":%s,\"loc\":[%s]}]}"),
    BROKEN("500", "text/plain", "%s"),
    PAGE("200", "text/html", "<html><title>%s</title></html>"),
    NO_ANSWER("200", "application/json", "{\"answer\": %s"),
    EVENT("200", "text/event-stream", "data: {\"error\":{\"message\":%s,\"code\":%s}}\n\n"),
    LINE("200", "application/x-ndjson", "{\"error\":%s}\n");

    private final String status;
    private final String type;
    private final String form;

    Quoting(String status, String type, String form) {
      this.status = status;
      this.type = type;
      this.form = form;
    }

    String answer(Request asked) {
      String head =
          asked.line()
              + asked.headers().entries().stream()
                  .map(field -> " " + field.name() + ": " + field.value())
                  .collect(Collectors.joining());
      String body = form.replace("%s", new JsonString(head).toJson());
      return "HTTP/1.1 "
          + status
          + " Quoted\r\nContent-Type: "
          + type
          + "\r\nx-request-id: "
          + head
          + "\r\nx-amzn-ErrorType: "
          + head
          + "\r\nContent-Length: "
          + body.length()
          + "\r\n\r\n"
          + body;
    }
  }

  /** A way to ask, of which each has a provider of its own: none waits for what another met. */
  private enum Way {
    CHAT,
    STREAM,
    MESSAGES;

    String group(Quoting how) {
      return how + "-" + this;
    }

    Caller.Reply ask(Caller caller, String group) throws IOException {
      String body =
          "{\"model\":\"" + group + "\",\"num_retries\":0,\"max_tokens\":9," + Stand.HELLO;
      return switch (this) {
        case CHAT -> caller.chat(body);
        case STREAM ->
            caller.sendChat(body.replaceFirst("\\{", "{\"stream\":true,")).readToAnyEnd();
        case MESSAGES ->
            caller.send("POST", "/v1/messages", body.getBytes(StandardCharsets.UTF_8)).read();
      };
    }
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void whatProvesWhoAsksGoesNowhere(String model, String proof) throws IOException {
    Map<String, RawServer> providers = new HashMap<>();
    for (Quoting how : Quoting.values()) {
      for (Way way : Way.values()) {
        providers.put(way.group(how), provider(how));
      }
    }
    try (RawStand stand =
            new RawStand(
                providers, url -> PROOFS.get(proof).apply(SimulatedWire.deployment(model, url)));
        Caller caller = stand.caller()) {
      for (Quoting how : Quoting.values()) {
        List<String> told = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (Way way : Way.values()) {
          told.add(shown(way.ask(caller, way.group(how))));
          stand.asked(way.group(how)).forEach(asked -> sent.addAll(secrets(asked)));
        }
        assertThat(sent).as("what was on the wire, %s", how).isNotEmpty();

        // A signature is made of this one, which is not sent.
        List<String> secrets = Stream.concat(sent.stream(), Stream.of(AWS_SECRET)).toList();
        assertThat(told)
            .as("%s", how)
            .allSatisfy(each -> assertThat(each).contains("\"error\"").doesNotContain(secrets));
        assertThat(stand.events().toString())
            .as("%s", how)
            .contains("CallFailed")
            .doesNotContain(secrets);
        assertThat(shown(caller.get("/health/deployments"))).doesNotContain(secrets);
        assertThat(LOG.text()).doesNotContain(secrets);
      }
    }
  }

  private static RawServer provider(Quoting how) {
    return RawServer.start(connection -> {
      while (true) {
        connection.write(how.answer(connection.read()));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void deploymentDoesNotTellWhatProvesIt(String model, String proof) {
    Deployment deployment =
        PROOFS
            .get(proof)
            .apply(SimulatedWire.deployment(model, URI.create("https://host.example/")));

    assertThat(deployment.toString()).doesNotContain(KEY, OWN, FRESH, AWS_SECRET, AWS_SESSION);
  }

  static Stream<Arguments> proofs() {
    return PROVEN.entrySet().stream()
        .flatMap(row -> row.getValue().stream().map(proof -> Arguments.of(row.getKey(), proof)));
  }

  // All that is sent and would let others ask in our name.
  private static List<String> secrets(Request asked) {
    Stream<String> headers =
        asked.headers().entries().stream()
            .filter(field -> PROVING.contains(field.name().toLowerCase(Locale.ROOT)))
            .map(field -> withoutScheme(field.value()));
    Stream<String> known =
        Stream.of(KEY, OWN, FRESH, AWS_SECRET, AWS_SESSION)
            .filter(secret -> (asked.line() + asked.headers()).contains(secret));
    return Stream.concat(headers, known).toList();
  }

  private static String withoutScheme(String value) {
    int signature = value.indexOf("Signature=");
    return value.substring(
        signature < 0 ? value.indexOf(' ') + 1 : signature + "Signature=".length());
  }

  private static Credential bearer() {
    return Credential.bearer(
        () -> new BearerToken(Secret.of(FRESH), Optional.empty()), TimeSource.system());
  }

  private static Credential signing() {
    return AwsCredential.builder()
        .keys("AKIDEXAMPLE", Secret.of(AWS_SECRET))
        .sessionToken(Secret.of(AWS_SESSION))
        .region("us-east-1")
        .build();
  }

  private static URI withQuery(URI endpoint) {
    return URI.create(endpoint + "?key=" + OWN);
  }

  private static String shown(Caller.Reply reply) {
    StringBuilder text = new StringBuilder();
    for (Field header : reply.headers().entries()) {
      text.append(header.name()).append(": ").append(header.value()).append('\n');
    }
    return text.append(reply.text()).toString();
  }
}
