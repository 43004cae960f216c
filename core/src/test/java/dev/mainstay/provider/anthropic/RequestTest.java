package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.HELLO;
import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ClaudeModel;
import dev.mainstay.transport.Headers;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a chat request goes to at Anthropic, and what goes with each. */
class RequestTest {
  @Test
  void plainRequestIsAMessageWithALimit() {
    JsonObject sent = Asking.anybody().sent("{'model':'chat'," + HELLO + "}");

    assertThat(sent)
        .isEqualTo(
            json(
                "{'model':'claude-sonnet-4-5','max_tokens':64000,'messages':[{'role':'user',"
                    + "'content':[{'type':'text','text':'Hello'}]}]}"));
  }

  @Test
  void requestGoesToTheMessagesWithKeyAndVersion() {
    Asking asking = Asking.anybody();
    asking.ask("{" + HELLO + ",'stream':true,'anthropic_beta':['context-1m-2025-08-07']}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create("https://api.anthropic.com/v1/messages"));
    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-api-key")).hasValue(Asking.KEY);
    assertThat(headers.first("Authorization")).isEmpty();
    assertThat(headers.first("anthropic-version")).hasValue("2023-06-01");
    assertThat(headers.first("anthropic-beta")).hasValue("context-1m-2025-08-07");
    assertThat(headers.first("Accept")).hasValue("text/event-stream");
    assertThat(asking.sentBody().has("anthropic_beta")).isFalse();
    assertThat(asking.sentBody().flag("stream")).hasValue(true);
  }

  @Test
  void headersOfTheDeploymentGoBeforeTheDialects() {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withHeaders(
                        Headers.of(
                            "Authorization", "Bearer token-0123456789",
                            "anthropic-version", "2024-01-01",
                            "anthropic-beta", "a, b")));
    asking.ask("{" + HELLO + ",'anthropic_beta':['b','c']}");

    Headers headers = asking.sent().headers();
    assertThat(headers.first("x-api-key")).isEmpty();
    assertThat(headers.all("Authorization")).containsExactly("Bearer token-0123456789");
    assertThat(headers.all("anthropic-version")).containsExactly("2024-01-01");
    assertThat(headers.all("anthropic-beta")).containsExactly("a,b,c");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host, https://host/v1/messages",
    "https://host/, https://host/v1/messages",
    "https://host/v1, https://host/v1/messages",
    "https://host/v1/, https://host/v1/messages",
    "https://host/v1/messages, https://host/v1/messages",
    "https://host/anthropic, https://host/anthropic/v1/messages",
    "https://host/a?b=c, https://host/a/v1/messages?b=c"
  })
  void baseUrlMayBeMoreOrLessOfTheAddress(String base, String expected) {
    Asking asking =
        Asking.anybody()
            .of(
                Deployment.of("anthropic/claude-opus-4-6")
                    .withKey(Asking.KEY)
                    .withEndpoint(URI.create(base)));
    asking.ask("{" + HELLO + "}");

    assertThat(asking.sent().uri()).isEqualTo(URI.create(expected));
  }

  @Test
  void missingKeyIsToldByTheNameOfItsVariable() {
    Failure failure =
        Asking.anybody()
            .of(Deployment.of("anthropic/claude-opus-4-6"))
            .ask("{" + HELLO + "}")
            .failure
            .orElseThrow();

    assertThat(failure).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(failure.message()).contains("ANTHROPIC_API_KEY");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-haiku-20240307, 4096, true",
    "claude-3-5-sonnet-20241022, 8192, true",
    "claude-3-7-sonnet-20250219, 64000, true",
    "claude-opus-4-20250514, 32000, true",
    "claude-opus-4-1-20250805, 32000, true",
    "claude-sonnet-4-20250514, 64000, true",
    "claude-sonnet-4-5-20250929, 64000, true",
    "claude-haiku-4-5, 64000, true",
    "claude-opus-4-5@20251101, 64000, true",
    "us.anthropic.claude-opus-4-6-v1:0, 64000, false",
    "claude-sonnet-4.6, 64000, false",
    "claude-opus-5, 64000, false",
    "kimi-k2, 8192, false"
  })
  void whatAModelsNameTells(String name, int limit, boolean prefill) {
    ClaudeModel model = ClaudeModel.of(name);

    assertThat(model.outputLimit()).isEqualTo(limit);
    assertThat(model.takesPrefill()).isEqualTo(prefill);
  }
}
