package dev.mainstay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call to Azure by a token of Entra ID. */
class AzureCallTest {
  private static final EntraTokens TOKENS =
      EntraTokens.of(new EntraIdentity.ClientSecret("t", "c", Secret.of("s3cr3t-0123456789")));
  private static final String ANSWER =
      "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  private final Entra entra = new Entra();

  @Test
  void tokenIsSentInPlaceOfAKeyAndServesTheNextCallToo() {
    entra.issuing("token-1", 3_600);
    ScriptedTransport azure = ScriptedTransport.answering(200, ANSWER);
    Deployment deployment = deployment();

    Heard first = ask(azure, deployment);
    ask(azure, deployment);

    assertThat(first.text).hasToString("Hi");
    assertThat(azure.calls)
        .extracting(call -> call.headers().all("Authorization"))
        .containsExactly(List.of("Bearer token-1"), List.of("Bearer token-1"));
    assertThat(azure.calls).noneMatch(call -> call.headers().first("api-key").isPresent());
  }

  @Test
  void refusedTokenIsRenewedOnceAndTheCallAskedAgain() {
    entra.issuing("token-1", 3_600).issuing("token-2", 3_600);
    ScriptedTransport azure =
        ScriptedTransport.answering(
            401, "{\"error\":{\"code\":\"401\",\"message\":\"token-1 and token-2 are bad\"}}");

    Heard heard = ask(azure, deployment());

    assertThat(azure.calls)
        .extracting(AzureCallTest::authorization)
        .containsExactly("Bearer token-1", "Bearer token-2");
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(heard.failure.orElseThrow().message()).doesNotContain("token-1", "token-2");
  }

  @Test
  void refusedIdentityIsTheCallsFailure() {
    entra.answering(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid secret\"}");
    ScriptedTransport azure = ScriptedTransport.answering(200, ANSWER);

    Heard heard = ask(azure, deployment());

    assertThat(azure.calls).isEmpty();
    assertThat(heard.failure.orElseThrow()).isInstanceOf(Failure.Unauthenticated.class);
    assertThat(heard.failure.orElseThrow().message()).contains("AADSTS7000215");
  }

  private Deployment deployment() {
    Credential credential =
        Credential.bearer(
            () -> new EntraRequest(TOKENS, entra.http()).token(), TimeSource.system());
    return Deployment.of("azure/gpt")
        .withEndpoint(URI.create("https://r.openai.azure.com"))
        .withCredential(credential);
  }

  private static Heard ask(ScriptedTransport azure, Deployment deployment) {
    OpenAiProvider provider =
        new OpenAiProvider(Vendor.named("azure").orElseThrow(), azure, TimeSource.system());
    return Heard.from(
        provider.open(deployment, ChatRequest.of("gpt", "Hello"), Duration.ofSeconds(5)));
  }

  private static String authorization(HttpCall call) {
    return call.headers().first("Authorization").orElse("");
  }
}
