package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.AuthenticationException;
import dev.mainstay.call.ConnectionException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.NotFoundException;
import dev.mainstay.call.ServerErrorException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.TagMatching;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.HttpCall;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one call, and one deployment, may want of its own. */
class WishesTest {
  private static final ChatRequest HELLO = ChatRequest.of("chat", "Hello");
  private static final String ANSWER =
      """
      {"id":"1","object":"chat.completion","choices":[
        {"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}
      """;

  private final ScriptedTransport wire =
      ScriptedTransport.answering(200, ANSWER, "Content-Type", "application/json");

  @Test
  void headersOfACallGoToTheProviderInPlaceOfItsOwn() {
    Deployment deployment =
        Deployment.of("openai/m")
            .withKey("sk-1")
            .withHeader("X-Title", "all")
            .withHeader("X-A", "a");
    CallOptions options =
        CallOptions.none().withHeader("x-title", "mine").withHeader("X-Request", "r1");

    try (Mainstay mainstay = over(deployment)) {
      mainstay.chat(HELLO, options);
      mainstay.chat(HELLO);
    }

    HttpCall first = wire.calls.getFirst();
    assertThat(first.headers().all("X-Title")).containsExactly("mine");
    assertThat(first.headers().first("X-Request")).hasValue("r1");
    assertThat(first.headers().first("X-A")).hasValue("a");
    assertThat(wire.calls.getLast().headers().all("X-Title")).containsExactly("all");
    assertThat(wire.calls.getLast().headers().first("X-Request")).isEmpty();
    assertThat(options.toString()).contains("X-Request").doesNotContain("r1");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/m,Authorization,'Bearer '",
    "anthropic/claude-3-5-haiku-latest,x-api-key,''",
    "gemini/gemini-2.5-flash,x-goog-api-key,''"
  })
  void keyOfASupplierIsAskedForBeforeEachAttempt(String model, String header, String scheme) {
    Iterator<String> keys = List.of("key-one", "key-two").iterator();

    try (Mainstay mainstay = over(Deployment.of(model).withKey(keys::next))) {
      for (int i = 0; i < 2; i++) {
        try {
          mainstay.chat(HELLO, CallOptions.none().withRetries(0));
        } catch (MainstayException otherDialect) {
          // The answer is OpenAI's; what was sent is what counts here.
        }
      }
    }

    assertThat(wire.calls)
        .extracting(call -> call.headers().first(header).orElse(""))
        .containsExactly(scheme + "key-one", scheme + "key-two");
  }

  @Test
  void supplierThatFailsIsTheAttemptsFailure() {
    Deployment deployment =
        Deployment.of("openai/m")
            .withKey(() -> {
              throw new IllegalStateException("the vault is sealed");
            });

    try (Mainstay mainstay = over(deployment)) {
      assertThatThrownBy(() -> mainstay.chat(HELLO))
          .isInstanceOf(AuthenticationException.class)
          .hasMessage("Unauthenticated: the key's source failed: the vault is sealed");
    }
    assertThat(wire.calls).isEmpty();
  }

  @Test
  void tokensAreEstimatedWhereTheKeysSourceFails() {
    Deployment deployment =
        Deployment.of("anthropic/claude-sonnet-4-5")
            .withKey(() -> {
              throw new IllegalStateException("the vault is sealed");
            });

    try (Mainstay mainstay = over(deployment)) {
      assertThat(mainstay.tokens(HELLO).isEstimated()).isTrue();
    }
    assertThat(wire.calls).isEmpty();
  }

  @Test
  void tagsOfACallChooseDeployments() {
    ManualTime time = new ManualTime();
    ScriptedProvider provider = new ScriptedProvider(time).always("eu", answer("Hi"));
    try (Mainstay mainstay =
        Mainstay.builder()
            .time(time)
            .provider("scripted", provider)
            .preselection(new Preselection(TagMatching.ANY, true))
            .group(
                "chat",
                Deployment.of("scripted/us").withTags("us"),
                Deployment.of("scripted/eu").withTags("eu"))
            .build()) {
      for (int i = 0; i < 4; i++) {
        mainstay.chat(HELLO, CallOptions.none().withTags("eu"));
      }
    }

    assertThat(provider.asked()).containsOnly("eu").hasSize(4);
  }

  @Test
  void kindsThatPeopleCatchHaveExceptionsOfTheirOwn() {
    FailureDetail detail = FailureDetail.of("it went wrong");

    assertEndsIn(NotFoundException.class, new Failure.NotFound(detail));
    assertEndsIn(ServerErrorException.class, new Failure.ServerError(detail));
    assertEndsIn(ConnectionException.class, new Failure.ConnectionFailed(detail));
  }

  @Test
  void providerThatThereIsNotIsToldWithThoseThereAre() {
    try (Mainstay bare = Mainstay.create();
        Mainstay configured = Mainstay.builder().group("chat", Deployment.of("openai/m")).build();
        Mainstay strict =
            Mainstay.builder()
                .group("chat", Deployment.of("openai/m"))
                .onlyConfiguredGroups()
                .build()) {
      assertThatThrownBy(() -> bare.chat("nope/x", "Hello"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageStartingWith(
              "NotFound: 'nope/x' is not a model group; name a model as provider/model with one of"
                  + " the providers anthropic, azure, azure_ai, ")
          .hasMessageContaining(", openai, ");
      assertThatThrownBy(() -> configured.chat("nope/x", "Hello"))
          .hasMessageContaining("; use one of chat, or name a model as provider/model with one of");
      assertThatThrownBy(() -> configured.chat("/chat", "Hello"))
          .hasMessageEndingWith("provider/model, as in openai/gpt-4o-mini");
      assertThatThrownBy(() -> configured.chat("chta", "Hello"))
          .hasMessage(
              "NotFound: 'chta' is not a model group; use one of chat, or name a model as"
                  + " provider/model, as in openai/gpt-4o-mini");
      assertThatThrownBy(() -> strict.chat("nope/x", "Hello"))
          .hasMessage("NotFound: 'nope/x' is not a model group; use one of chat");
    }
  }

  private static void assertEndsIn(Class<? extends MainstayException> type, Failure failure) {
    ManualTime time = new ManualTime();
    ScriptedProvider provider = new ScriptedProvider(time).always("m", breaks(failure));
    try (Mainstay mainstay =
        Mainstay.builder()
            .time(time)
            .retries(0)
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/m"))
            .build()) {
      assertThatThrownBy(() -> mainstay.chat(HELLO)).isExactlyInstanceOf(type);
    }
  }

  private Mainstay over(Deployment deployment) {
    return Mainstay.builder()
        .environment(Map.of())
        .transport(wire)
        .group("chat", deployment)
        .build();
  }
}
