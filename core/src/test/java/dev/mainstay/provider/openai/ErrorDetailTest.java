package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.Asking.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an error tells beside its kind: its words without a key in them, its codes and the id of its
 * request.
 */
class ErrorDetailTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'why','type':'t','param':'p','code':'c'}}|why|t|p|c",
        "{'error':{'message':'why','code':409}}|why|||409",
        "{'object':'error','message':'why','type':'t','param':null,'code':'3505'}|why|t||3505",
        "{'type':'error','error':{'type':'t','message':'why'},'request_id':'r'}|why|t||",
        "{'detail':'why'}|why|||",
        "{'detail':[{'type':'t','loc':['body','n',0],'msg':'why'}]}|why at body.n.0|||",
        "{'object':'error','message':{'detail':[{'msg':'why','loc':['a']}]}}|why at a|||",
        "{'message':'why'}|why|||",
        "{'error':'why'}|why|||",
        "{'code':'c','error':'why'}|why|||c",
        "{'id':'i','message':'why','error_type':'t'}|why|t||",
        "{'errors':[{'message':'why','code':7}],'success':false}|why|||",
        "[{'error':{'code':409,'message':'why','status':'ABORTED'}}]|why|||409"
      })
  void everyShapeOfBodyIsRead(String body, String message, String type, String param, String code) {
    FailureDetail detail = failure(409, body).detail();

    assertThat(detail.message()).isEqualTo(message);
    assertThat(detail.type()).isEqualTo(Optional.ofNullable(type));
    assertThat(detail.param()).isEqualTo(Optional.ofNullable(param));
    assertThat(detail.code()).isEqualTo(Optional.ofNullable(code));
  }

  @Test
  void pageIsToldByItsTitleAndNotQuoted() {
    String page = "<html><head><title>502 Bad\n Gateway</title></head><body>" + "x".repeat(9999);

    assertThat(failure(502, page).messageToCaller())
        .isEqualTo(
            "the provider answered HTTP 502 without a JSON error: the provider sent an HTML page,"
                + " \"502 Bad Gateway\"");
  }

  @Test
  void longMessageIsCut() {
    String body = "{'error':{'message':'" + "x".repeat(100_000) + "'}}";

    assertThat(failure(500, body).message()).hasSize(2001).endsWith("…");
  }

  @Test
  void keyNeverShows() {
    String masked = Asking.KEY.substring(0, 6) + "*****" + Asking.KEY.substring(20);
    Failure failure =
        failure(
            401,
            "{'error':{'message':'key "
                + Asking.KEY
                + " alias "
                + masked
                + "','param':'"
                + Asking.KEY
                + "'}}");

    assertThat(failure.message()).isEqualTo("key *** alias ***");
    assertThat(failure.detail().param()).hasValue("***");
  }

  @Test
  void keyInAHeaderOfTheDeploymentNeverShows() {
    ScriptedTransport transport =
        ScriptedTransport.answering(401, "{\"error\":\"bad token entra-0123456789\"}");
    Deployment own =
        Deployment.of("openai/m")
            .withHeaders(Headers.of("Authorization", "Bearer entra-0123456789"));

    Failure failure = Asking.over(transport).of(own).plain().failure.orElseThrow();

    assertThat(failure.message()).isEqualTo("bad token ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-request-id",
        "request-id",
        "apim-request-id",
        "x-amzn-RequestId",
        "mistral-correlation-id",
        "x-ds-trace-id",
        "x-generation-id"
      })
  void requestIdIsTold(String header) {
    assertThat(failure(500, "{}", header, "r-1").detail().requestId()).hasValue("r-1");
  }

  @Test
  void requestIdInTheBodyIsTold() {
    assertThat(failure(500, "{'error':{'message':'x'},'request_id':'r-2'}").detail().requestId())
        .hasValue("r-2");
  }
}
