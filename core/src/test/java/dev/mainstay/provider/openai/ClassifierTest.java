package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ProviderStream.Step;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.transport.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "401, Unauthenticated",
    "402, QuotaExceeded",
    "403, PermissionDenied",
    "404, NotFound",
    "405, NotFound",
    "408, TimedOut",
    "409, ServerError",
    "410, NotFound",
    "413, RequestTooLarge",
    "418, BadRequest",
    "422, Unprocessable",
    "424, ServerError",
    "429, RateLimited",
    "498, Overloaded",
    "499, TimedOut",
    "500, ServerError",
    "502, ServerError",
    "503, Overloaded",
    "504, TimedOut",
    "520, ServerError",
    "529, Overloaded"
  })
  void statusDecidesWhereNothingElseTells(int status, String kind) {
    Failure failure = failure(status, "");

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail().status()).hasValue(status);
    assertThat(failure.message()).contains(String.valueOf(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'error':{'message':'x','code':'context_length_exceeded'}}|ContextWindowExceeded",
        "400|{'error':{'message':'x','code':'content_filter'}}|ContentPolicyViolation",
        "400|{'error':{'message':'x','code':'bio_policy'}}|ContentPolicyViolation",
        "400|{'error':{'message':'x','innererror':{'code':'ResponsibleAIPolicyViolation'}}}"
            + "|ContentPolicyViolation",
        "403|{'error':{'message':'x','code':403,'metadata':{'reasons':['violence']}}}"
            + "|ContentPolicyViolation",
        "400|{'error':{'message':'x','code':'unsupported_value'}}|UnsupportedParameter",
        "400|{'error':{'message':'x','code':'model_not_found'}}|NotFound",
        "400|{'error':{'message':'x','code':'tool_use_failed'}}|MalformedAnswer",
        "400|{'error':{'message':'x','code':'json_validate_failed'}}|MalformedAnswer",
        "400|{'error':{'message':'x','type':'authentication_error','code':'invalid_request_error'}}"
            + "|Unauthenticated",
        "401|{'error':{'message':'x','type':'api_error'}}|Unauthenticated",
        "400|[{'error':{'code':400,'message':'x','status':'INVALID_ARGUMENT',"
            + "'details':[{'reason':'API_KEY_INVALID'}]}}]|Unauthenticated",
        "402|{'error':{'message':'x','metadata':{'limit_source':'openrouter_in_flight_budget'}}}"
            + "|RateLimited",
        "429|{'error':{'message':'x','type':'insufficient_quota','code':null}}|QuotaExceeded",
        "429|{'object':'error','message':'x','type':'t','code':'3505'}|Overloaded",
        "429|{'error':{'message':'x','type':'rate_limit_error','code':'slow_down'}}|RateLimited",
        "503|{'error':{'message':'x','code':'slow_down'}}|Overloaded",
        "413|{'error':{'message':'x','code':'rate_limit_exceeded'}}|RequestTooLarge",
        "502|{'error':{'code':502,'message':'x','metadata':{'error_type':'provider_unavailable'}}}"
            + "|Overloaded",
        "429|{'error':{'code':429,'message':'x','status':'RESOURCE_EXHAUSTED','details':"
            + "[{'violations':[{'quotaId':'RequestsPerDayPerModel'}]}]}}|QuotaExceeded"
      })
  void codesAndTypesDecideBeforeTheStatus(int status, String body, String kind) {
    assertThat(failure(status, body).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'errors':[{'code':'invalid_input_argument','message':'the number of input tokens 9"
            + " cannot exceed the total tokens limit 8 for this model'}],'trace':'t',"
            + "'status_code':400}|ContextWindowExceeded",
        "400|{'error':{'error':'Too many tokens in the request','error_code':4001}}|BadRequest",
        "400|{'error':{'error':'too many input tokens','error_code':4001}}|ContextWindowExceeded",
        "429|{'error_code':'REQUEST_LIMIT_EXCEEDED','message':'x'}|RateLimited",
        "400|{'error_code':336007,'error_msg':'the max input length is 5'}|ContextWindowExceeded",
        "429|{'error':{'http_code':'429','message':'insufficient balance (1008)',"
            + "'type':'insufficient_balance_error'}}|QuotaExceeded",
        "429|{'error':{'code':'1305','message':'x'}}|Overloaded",
        "400|{'error':{'code':400,'type':'exceed_context_size_error','message':'x'}}"
            + "|ContextWindowExceeded",
        "400|{'error':{'type':null,'code':'400','message':'litellm.ContextWindowExceededError: x'}}"
            + "|ContextWindowExceeded",
        "400|{'error':{'code':'400','message':'litellm.BadRequestError: litellm."
            + "ContentPolicyViolationError: x'}}|ContentPolicyViolation",
        "429|{'error':{'code':'429','message':'litellm.RateLimitError: your credit balance is too"
            + " low'}}|QuotaExceeded",
        "404|{'error':{'code':'404','message':'litellm.NotFoundError: x'}}|NotFound",
        "429|{'type':'error','error':{'type':'rate_limit_error','message':'x','details':"
            + "{'error_code':'enforced_spend_limit_reached'}}}|QuotaExceeded",
        "500|{'code':500,'msg':'404 NOT_FOUND','success':false}|ServerError"
      })
  void whatProxiesAndServersOfFewWordsSayIsUnderstood(int status, String body, String kind) {
    assertThat(failure(status, body).kind()).isEqualTo(kind);
    assertThat(failure(status, body).message()).doesNotContain("without a message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|prompt is too long: 9 tokens > 8 maximum|ContextWindowExceeded",
        "400|max_tokens is too large: 9. This model's maximum context length is"
            + " 8|ContextWindowExceeded",
        "500|litellm: input is too long for requested model|ContextWindowExceeded",
        "400|input length and max_tokens exceed context limit: 9 + 9 > 10|ContextWindowExceeded",
        "400|max_tokens is too large: 9. This model supports at most 8 completion tokens"
            + "|UnsupportedParameter",
        "400|The maximum tokens you requested exceeds the model limit of 8|UnsupportedParameter",
        "400|`max_tokens` must be less than or equal to `8`|UnsupportedParameter",
        "400|registry/x does not support tools|UnsupportedParameter",
        "400|This model does not support assistant message prefill|UnsupportedParameter",
        "400|Output blocked by content filtering policy|ContentPolicyViolation",
        "403|m requires moderation|ContentPolicyViolation",
        "400|Incorrect API key provided|Unauthenticated",
        "400|Your credit balance is too low|QuotaExceeded",
        "400|You have reached your specified API usage limits|QuotaExceeded",
        "429|You have used all available credits|QuotaExceeded",
        "429|Rate limit exceeded: free-models-per-day|QuotaExceeded",
        "429|tokens per day (TPD): Limit 9, Used 8, Requested 2|QuotaExceeded",
        "429|tokens per min (TPM): Limit 9, Used 8, Requested 2|RateLimited",
        "429|tokens per min (TPM): Limit 9, Requested 10|RequestTooLarge",
        "429|You exceeded your current quota|RateLimited",
        "429|Service tier capacity exceeded for this model|Overloaded",
        "400|zzz is not a valid model ID|NotFound",
        "400|The model `zzz` does not exist|NotFound",
        "400|Model Not Exist|NotFound",
        "400|something else|BadRequest",
        "404|the maximum context length page is gone|NotFound"
      })
  void messageDecidesWhereNoCodeDoes(int status, String message, String kind) {
    assertThat(failure(status, "{'error':{'message':\"" + message + "\"}}").kind()).isEqualTo(kind);
  }

  @Test
  void errorOfAnUpstreamIsReadToo() {
    Failure failure =
        failure(
            400,
            "{'error':{'code':400,'message':'Provider returned error',"
                + "'metadata':{'raw':'prompt is too long: 9 tokens > 8 maximum'}}}");

    assertThat(failure).isInstanceOf(Failure.ContextWindowExceeded.class);
    assertThat(failure.message())
        .isEqualTo("Provider returned error: prompt is too long: 9 tokens > 8 maximum");
  }

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

  @Test
  void amazonTellsTheTypeInAHeader() {
    Failure failure =
        failure(
            400, "{'message':'x'}", "x-amzn-ErrorType", "ServiceQuotaExceededException:http://a/");

    assertThat(failure).isInstanceOf(Failure.QuotaExceeded.class);
  }

  @Test
  void hintIsReadFromHeadersAndWords() {
    Failure header = failure(429, "{}", "Retry-After", "7");
    Failure words = failure(429, "{'error':{'message':'Please try again in 6m0s.'}}");
    Failure google = failure(429, "{'error':{'message':'x','details':[{'retryDelay':'48s'}]}}");

    assertThat(header.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(words.retryAfter()).hasValue(Duration.ofMinutes(6));
    assertThat(google.retryAfter()).hasValue(Duration.ofSeconds(48));
  }

  @Test
  void hintsOfASuccessHeadAreIgnoredAlsoForAnErrorInItsFirstEvent() {
    String error = "{'error':{'message':'x','code':'rate_limit_exceeded'}}";
    String[] head = {
      "Content-Type", "text/event-stream", "Retry-After", "7", "x-should-retry", "false"
    };

    Failure first = stream(Asking.events(error), head);
    Failure second = stream(Asking.events(Asking.text("a"), error), head);
    Failure plain = failure(200, error, "Retry-After", "7", "x-should-retry", "false");

    assertThat(List.of(first, second, plain))
        .allMatch(failure -> failure instanceof Failure.RateLimited && failure.isRetryable())
        .allMatch(failure -> failure.retryAfter().isEmpty());
  }

  @Test
  void hintInTheWordsOfAnErrorInsideASuccessCounts() {
    String error = "{'error':{'message':'Please try again in 6m0s.','code':'rate_limit_exceeded'}}";

    Failure first = stream(Asking.events(error), "Content-Type", "text/event-stream");

    assertThat(first.retryAfter()).hasValue(Duration.ofMinutes(6));
    assertThat(failure(200, error).retryAfter()).hasValue(Duration.ofMinutes(6));
  }

  @ParameterizedTest
  @CsvSource({
    "400, true, true",
    "400, false, false",
    "429, false, false",
    "503, FALSE, false",
    "503, maybe, true",
    "401, true, false",
    "402, true, false",
    "403, true, false",
    "404, true, false",
    "413, true, true"
  })
  void shouldRetryChangesOnlyWhetherToAskAgain(int status, String value, boolean isRetryable) {
    Failure plain = failure(status, "{}");

    Failure told = failure(status, "{}", "x-should-retry", value);

    assertThat(told.isRetryable()).isEqualTo(isRetryable);
    assertThat(told.reach()).isEqualTo(plain.reach());
    assertThat(told.cooldown()).isEqualTo(plain.cooldown());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{'error':{'message':'The model `m` does not exist','code':'model_not_found'}}|LONG",
        "404|{'error':{'message':'The model `gpt-image-1` does not exist'}}|LONG",
        "404|{'error':{'message':'x','param':'model'}}|LONG",
        "404|{'error':{'code':'404','message':'Resource not found'}}|LONG",
        "404||LONG",
        "404|{'error':{'message':'No such File object: file-abc'}}|NONE",
        "404|{'error':{'message':'gone','param':'file_id'}}|NONE",
        "404|{'error':{'message':'Previous response with id r not found'}}|NONE",
        "404|{'error':{'message':'No endpoints found that support tool use'}}|NONE",
        "403|{'error':{'message':'You have no access to vector store vs_1'}}|NONE",
        "403|{'error':{'message':'Project has no access to model m'}}|LONG",
        "403|{'error':{'message':'no'}}|LONG"
      })
  void deploymentCoolsDownOnlyForWhatIsWrongWithItself(int status, String body, Cooldown cooldown) {
    assertThat(failure(status, body == null ? "" : body).cooldown()).isEqualTo(cooldown);
  }

  @Test
  void sampleThatFailedDoesNotCountAgainstTheDeployment() {
    Failure failure = failure(400, "{'error':{'message':'x','code':'tool_use_failed'}}");

    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure.cooldown()).isEqualTo(Cooldown.NONE);
  }

  @Test
  void timeoutOfTheProviderIsToldAsItsOwn() {
    assertThat(failure(504, ""))
        .isInstanceOfSatisfying(
            Failure.TimedOut.class,
            timedOut -> assertThat(timedOut.phase()).isEqualTo(TimeoutPhase.PROVIDER));
    assertThat(failure(504, "").cooldown()).isEqualTo(Cooldown.COUNTS);
  }

  @Test
  void cancellationThatIsNotOursIsATimeout() {
    Failure failure = failure(499, "{'error':{'message':'client closed request'}}");

    assertThat(failure).isInstanceOf(Failure.TimedOut.class);
    assertThat(failure.cooldown()).isEqualTo(Cooldown.COUNTS);
  }

  @Test
  void redirectIsNotFollowedAndToldWithItsTarget() {
    Failure failure = failure(307, "", "Location", "https://elsewhere/v1");

    assertThat(failure).isInstanceOf(Failure.NotFound.class);
    assertThat(failure.message()).contains("https://elsewhere/v1", "endpoint");
  }

  @Test
  void statusWhoseBodyBreaksOffStillTells() {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{\"error\":{\"mess", "Retry-After", "3")
            .ending(ScriptedTransport.Ending.BROKEN);

    Failure failure = Asking.over(transport).plain().failure.orElseThrow();

    assertThat(failure).isInstanceOf(Failure.RateLimited.class);
    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
  }

  @Test
  void statusWhoseBodyNeverComesTellsAfterFiveSeconds() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{", "Retry-After", "1")
            .ending(ScriptedTransport.Ending.SILENT);
    Asking asking = Asking.over(transport);
    FutureTask<Failure> reading = new FutureTask<>(() -> asking.plain().failure.orElseThrow());
    Thread.ofVirtual().start(reading);
    transport.silence.await();

    asking.time.advance(Duration.ofMillis(4_999));
    assertThat(transport.log).isEmpty();
    asking.time.advance(Duration.ofMillis(1));

    assertThat(reading.get()).isInstanceOf(Failure.RateLimited.class);
    assertThat(reading.get().retryAfter()).hasValue(Duration.ofSeconds(1));
    assertThat(transport.log).contains("aborted");
  }

  @Test
  void attemptThatEndsFromOutsideWhileItsErrorIsReadIsToldAsThat() throws Exception {
    ScriptedTransport transport =
        ScriptedTransport.answering(429, "{").ending(ScriptedTransport.Ending.SILENT);
    ProviderStream attempt = Asking.over(transport).open("{'messages':[]}");
    FutureTask<Step> reading = new FutureTask<>(attempt::next);
    Thread.ofVirtual().start(reading);
    transport.silence.await();
    Failure left = new Failure.Cancelled(FailureDetail.of("the caller left"));

    attempt.abort(left);

    assertThat(reading.get()).isEqualTo(new ProviderStream.Broken(left));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "[[[]]]",
        "17",
        "'x'",
        "{'error':null}",
        "{'error':[]}",
        "{'error':{'message':{},'code':[],'type':{},'details':7,'metadata':[],'innererror':1}}",
        "{'detail':{'a':[1]},'message':7}",
        "\u0000\u0001"
      })
  void strangeBodyIsStillItsStatus(String body) {
    Failure failure = failure(500, body);

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.message()).isNotBlank();
  }

  private static Failure stream(String body, String... headers) {
    return Asking.over(ScriptedTransport.answering(200, body, headers)).stream()
        .failure
        .orElseThrow();
  }

  private static Failure failure(int status, String body, String... headers) {
    String json = body.startsWith("<") ? body : body.replace('\'', '"').replace("\"s ", "'s ");
    return Asking.over(ScriptedTransport.answering(status, json, headers))
        .plain()
        .failure
        .orElseThrow();
  }
}
