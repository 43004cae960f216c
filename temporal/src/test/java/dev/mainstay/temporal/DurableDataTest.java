package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.architecture.FilledValues;
import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.Recovery;
import dev.mainstay.call.RecoveryForm;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What travels arrives as it was. */
class DurableDataTest {
  private static final DataConverter CONVERTER = DurableData.converter();

  @Test
  void requestTravelsAsItsJsonByteForByte() {
    String json = "{ \"model\" : \"chat\", \"temperature\": 0.30, \"x\": 12345678901234567890 }";
    ChatRequest request = new ChatRequest(Json.parseObject(json));

    Payload payload = CONVERTER.toPayload(request).orElseThrow();

    assertThat(payload.getData().toStringUtf8()).isEqualTo(json);
    assertThat(there(request, ChatRequest.class).json().toJson()).isEqualTo(json);
  }

  @Test
  void requestInsideARecordOfTheUsersOwnTravelsAsItsJson() {
    record Turn(ChatRequest request, List<Message> history, String note) {}
    Turn turn =
        new Turn(
            ChatRequest.of("chat", "Hello"),
            List.of(Message.user("a"), Message.assistant("b")),
            "x");

    assertThat(CONVERTER.toPayload(turn).orElseThrow().getData().toStringUtf8())
        .contains("\"request\":{\"model\":\"chat\"");
    assertThat(there(turn, Turn.class)).isEqualTo(turn);
  }

  @Test
  void numbersInsideARecordOfTheUsersOwnStayAsTheyAreWritten() {
    record Turn(ChatRequest request, Map<String, Object> own) {}
    String json =
        "{\"model\":\"chat\",\"a\":1.50,\"b\":1E400,\"c\":12345678901234567890.10,\"d\":0.1e-7}";
    Turn turn = new Turn(new ChatRequest(Json.parseObject(json)), Map.of("own", 1.5));

    Turn there = there(turn, Turn.class);

    assertThat(there.request().json().toJson()).isEqualTo(json);
    assertThat(there.own()).isEqualTo(Map.of("own", 1.5));
  }

  @Test
  void taskTravelsWhole() {
    ChatTask task =
        new ChatTask(
            new ChatRequest(
                Json.parseObject("{\"model\":\"chat\"}"),
                Optional.of(new ChatRequest.Original("anthropic", JsonObject.empty()))),
            Optional.of("s3://x"),
            CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY).withPasses(7),
            100,
            Optional.of("ui"),
            Optional.of("m1"));

    assertThat(there(task, ChatTask.class)).isEqualTo(task);
  }

  @Test
  void providersAnswerTravelsAsItCameAndIsNotToldTwice() {
    JsonObject json =
        Json.parseObject(
            """
            {"id":"1", "object":"chat.completion", "model":"m-1", "odd": 1.50, "choices":[
              {"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}
            """);
    ChatResponse response =
        new ChatResponse(
            "1",
            "m-1",
            List.of(choice("Hi", "", List.of())),
            Optional.of(usage()),
            Optional.of(json),
            metadata());

    String travels = CONVERTER.toPayload(response).orElseThrow().getData().toStringUtf8();

    assertThat(travels).containsOnlyOnce("Hi").contains("\"odd\": 1.50");
    assertThat(there(response, ChatResponse.class)).isEqualTo(response);
  }

  @Test
  void answerPutTogetherFromAStreamTravelsWhole() {
    ChatResponse response =
        new ChatResponse(
            "1",
            "m-1",
            List.of(
                choice("", "hm", List.of(new ToolCall("c1", "weather", "{\"city\":\"Rome\"}")))),
            Optional.of(usage()),
            Optional.empty(),
            metadata());

    assertThat(there(response, ChatResponse.class)).isEqualTo(response);
  }

  @Test
  void everyPartOfAnAnswerTravels() {
    FilledValues values =
        new FilledValues()
            .with(Failure.class, n -> failure(Duration.ofSeconds(n)))
            .with(Attempt.Outcome.class, n -> new Attempt.Outcome.Failed(failure(Duration.ZERO)));

    ChatResponse response = values.of(ChatResponse.class);

    assertThat(there(response, ChatResponse.class)).isEqualTo(response);
  }

  @Test
  void costThatNobodyHadToldWhenTheAnswerWasWrittenIsNotTold() {
    String ofBefore =
        "{\"id\":\"1\",\"model\":\"m\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";

    assertThat(ResponseJson.read(Json.parseObject(ofBefore)).usage()).hasValue(Usage.of(3, 0));
  }

  private static Choice choice(String text, String reasoning, List<ToolCall> tools) {
    FinishReason finish = tools.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    return new Choice(
        0,
        text,
        reasoning,
        "",
        tools,
        Optional.of(finish),
        Optional.of(finish.wireName()),
        List.of());
  }

  private static Usage usage() {
    return Usage.of(3, 4).withCachedTokens(1).withCacheWriteTokens(2);
  }

  private static CallMetadata metadata() {
    Failure failure = failure(Duration.ofSeconds(3));
    return new CallMetadata(
        "call",
        "chat",
        Optional.of("scripted/a"),
        List.of(
            new Attempt(
                "scripted/a",
                "chat",
                Instant.EPOCH,
                Duration.ofMillis(5),
                new Attempt.Outcome.Failed(failure),
                Duration.ZERO,
                Optional.empty())),
        List.of(),
        List.of(new Recovery(failure, "scripted/a", RecoveryForm.ANCHOR, Duration.ofMillis(2))),
        OptionalDouble.of(0.25),
        Duration.ofSeconds(1),
        Duration.ofMillis(1));
  }

  private static Failure failure(Duration retryAfter) {
    return FailureJson.read(
        FailureJson.of(
            new Failure.RateLimited(
                FailureDetail.of("no words of this travel")
                    .withStatus(429)
                    .withRetryAfter(retryAfter))),
        "RateLimited");
  }

  private static <T> T there(T value, Class<T> type) {
    return CONVERTER.fromPayload(CONVERTER.toPayload(value).orElseThrow(), type, type);
  }
}
