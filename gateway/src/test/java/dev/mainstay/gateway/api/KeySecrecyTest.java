package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import dev.mainstay.transport.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 0, the fifth thing that never happens: a provider's key in anything that goes out. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class KeySecrecyTest {
  private static final String KEY = Stand.PROVIDER_KEY;
  // What is left readable of a key: more than either end of it must not be.
  private static final List<String> MASKED =
      List.of(
          "sk-prov********************ghij",
          "sk-provider-0123**************efghij",
          "sk-p...ghij",
          "sk-provider-01...fghij");

  private static final Answer HELLO = Answer.text("Hello you");

  /** Everything that a provider may say, with its key in it. */
  static Stream<Arguments> leaks() {
    List<Arguments> leaks = new ArrayList<>();
    List<String> forms = new ArrayList<>(MASKED);
    forms.add(KEY);
    for (String form : forms) {
      String said = "Incorrect API key provided: " + form + ". You can find yours elsewhere.";
      ErrorBody error = ErrorBody.of(said, "invalid_request_error").code("invalid_api_key");
      leaks.add(Arguments.of(form, "401", Fault.status(401).error(error)));
      leaks.add(
          Arguments.of(form, "500", Fault.status(500).error(ErrorBody.of(said, "server_error"))));
      leaks.add(
          Arguments.of(
              form, "first event", Fault.error(ErrorBody.of(said, "server_error")).of(HELLO)));
      leaks.add(
          Arguments.of(
              form,
              "later event",
              Fault.error(ErrorBody.of(said, "server_error")).after(1).of(HELLO)));
      leaks.add(
          Arguments.of(
              form,
              "HTML",
              Fault.raw(200, "text/html", "<html><title>" + said + "</title></html>")));
      leaks.add(Arguments.of(form, "text", Fault.raw(502, "text/plain", said)));
      leaks.add(
          Arguments.of(
              form, "no JSON", Fault.raw(200, "application/json", "{\"choices\": " + said)));
    }
    ErrorBody words = ErrorBody.of("No", "type " + KEY).code("code " + KEY).param("param " + KEY);
    leaks.add(Arguments.of(KEY, "type, code and param", Fault.status(401).error(words)));
    leaks.add(
        Arguments.of(
            KEY, "type, code and param of an event", Fault.error(words).after(1).of(HELLO)));
    leaks.add(
        Arguments.of(
            KEY,
            "headers",
            Fault.status(401)
                .header("x-request-id", "req-" + KEY)
                .header("authorization", "Bearer " + KEY)
                .header("www-authenticate", "Bearer realm=\"" + KEY + "\"")
                .header("set-cookie", "key=" + KEY)));
    return leaks.stream();
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("leaks")
  void keyThatAProviderQuotesGoesNowhere(String form, String where, Fault leak) throws IOException {
    try (Stand stand = Stand.always(leak);
        Caller caller = stand.caller()) {
      Reply plain = caller.chat(Stand.PLAIN);
      Reply streamed = caller.sendChat(Stand.STREAM).readToAnyEnd();

      assertThat(shown(plain)).contains("\"error\"").doesNotContain(form);
      assertThat(shown(streamed)).contains("\"error\"").doesNotContain(form);
      assertThat(stand.events().toString()).contains("CallFailed").doesNotContain(form);
    }
  }

  @Test
  void keyInADeploymentsOwnHeaderIsAsSecret() throws IOException {
    String own = "sk-own-abcdefghijklmnop";
    ErrorBody error = ErrorBody.of("Incorrect key: " + own, "invalid_request_error");
    try (Simulator provider = Simulator.start(Script.always(Fault.status(401).error(error)));
        Stand stand =
            Stand.of(
                Script.builder().build(),
                config ->
                    config.group(
                        "own",
                        Deployment.of("openai/gpt-4o")
                            .withEndpoint(provider.url())
                            .withHeaders(Headers.of("Authorization", "Bearer " + own))));
        Caller caller = stand.caller()) {
      String told = shown(caller.chat("{\"model\":\"own\",\"num_retries\":0," + Stand.HELLO));

      assertThat(told).contains("Incorrect key: ***").doesNotContain(own);
      assertThat(stand.events().toString()).doesNotContain(own);
    }
  }

  @Test
  void keyIsNotToldWhereThereIsNoProviderToReach() throws IOException {
    try (Ports.Refusing refusing = Ports.refusing()) {
      URI endpoint = refusing.uri("");
      try (Stand stand =
              Stand.of(
                  Script.builder().build(),
                  config ->
                      config.group(
                          "gone",
                          Deployment.of("openai/gpt-4o").withEndpoint(endpoint).withKey(KEY)));
          Caller caller = stand.caller()) {
        Reply told = caller.chat("{\"model\":\"gone\",\"num_retries\":0," + Stand.HELLO);

        assertThat(told.status()).isEqualTo(502);
        assertThat(shown(told)).contains("refused the connection").doesNotContain(KEY);
      }
    }
  }

  private static String shown(Reply reply) {
    StringBuilder text = new StringBuilder();
    for (Field header : reply.headers().entries()) {
      text.append(header.name()).append(": ").append(header.value()).append('\n');
    }
    return text.append(reply.text()).toString();
  }
}
