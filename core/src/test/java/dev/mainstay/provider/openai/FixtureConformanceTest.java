package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureCheck;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every recorded exchange of the dialect is read as its manifest says, however its bytes arrive.
 */
@Execution(ExecutionMode.CONCURRENT)
class FixtureConformanceTest {
  private static final int ANSWERS = 158;
  private static final int REQUESTS = 15;

  @Test
  void everyFixtureOfTheDialectIsTried() {
    requireFixtures();

    assertThat(answers()).hasSize(ANSWERS);
    assertThat(requests()).hasSize(REQUESTS);
  }

  @TestFactory
  Stream<DynamicTest> answerInOnePiece() {
    requireFixtures();
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, t -> t)));
  }

  @TestFactory
  Stream<DynamicTest> answerByteByByte() {
    requireFixtures();
    return answers().map(f -> dynamicTest(f.file(), () -> check(f, ScriptedTransport::byteByByte)));
  }

  @TestFactory
  Stream<DynamicTest> answerSplitInsideCharacters() {
    requireFixtures();
    return answers()
        .flatMap(f ->
            IntStream.of(f.splitOffsets())
                .mapToObj(
                    at -> dynamicTest(f.file() + " at " + at, () -> check(f, t -> t.splitAt(at)))));
  }

  @TestFactory
  Stream<DynamicTest> errorWithItsStatusIsTheSameForAStreamedCall() {
    requireFixtures();
    return answers()
        .filter(f -> f.kind().equals("error"))
        .map(f -> dynamicTest(f.file(), () -> FixtureCheck.check(f, hear(f, t -> t, true))));
  }

  @TestFactory
  Stream<DynamicTest> plainAnswerToAStreamedCallIsOneChunk() {
    requireFixtures();
    return answers()
        .filter(f -> f.kind().equals("response"))
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  Heard heard = hear(f, t -> t, true);

                  // Only a plain call may do without a finish reason.
                  if (f.expected().text("finishReason").isEmpty()) {
                    assertThat(heard.failure).get().isInstanceOf(Failure.Truncated.class);
                    return;
                  }
                  FixtureCheck.check(f, heard);
                  assertThat(heard.chunks).hasSize(1);
                  assertThat(heard.chunks.getFirst().text("object"))
                      .hasValue("chat.completion.chunk");
                }));
  }

  @TestFactory
  Stream<DynamicTest> requestKeepsItsBytes() {
    requireFixtures();
    return requests().map(f -> dynamicTest(f.file(), () -> checkRequest(f)));
  }

  private static Stream<Fixture> requests() {
    return all().filter(Fixture::isRequest);
  }

  private static Stream<Fixture> answers() {
    return all().filter(fixture -> !fixture.isRequest());
  }

  // Those of the dialect, and those of every dialect.
  private static Stream<Fixture> all() {
    return Stream.of("openai-chat", "any").flatMap(api -> Fixture.of(api).stream());
  }

  private static void requireFixtures() {
    if (Fixture.home().isEmpty()) {
      abort("skipped: the system property mainstay.fixtures names no folder with a manifest.json");
    }
  }

  private static void check(Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split) {
    FixtureCheck.check(fixture, hear(fixture, split, fixture.isStream()));
  }

  private static Heard hear(
      Fixture fixture, Function<ScriptedTransport, ScriptedTransport> split, boolean isStream) {
    ScriptedTransport transport =
        new ScriptedTransport(fixture.head(), fixture.body(), ScriptedTransport.Ending.CLOSED);
    OpenAiProvider provider =
        new OpenAiProvider(
            Vendor.named("openai").orElseThrow(),
            split.apply(transport),
            new ManualTime(FixtureCheck.NOW));
    ChatRequest request =
        new ChatRequest(
            Json.parseObject(
                "{\"messages\":[],\"stream_options\":{\"include_usage\":true},\"stream\":"
                    + isStream
                    + "}"));
    return Heard.from(
        provider.open(
            Deployment.of("openai/m").withKey("bad-key-0123456789-test"),
            request,
            Duration.ofSeconds(5)));
  }

  private static void checkRequest(Fixture fixture) {
    JsonObject original = Json.parseObject(fixture.content());
    ChatRequest request = new ChatRequest(original);
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    // Neither is asked for usage; Mistral's own requests are what Mistral takes.
    String vendor = fixture.file().startsWith("mistral/") ? "mistral" : "together_ai";
    OpenAiProvider provider =
        new OpenAiProvider(
            Vendor.named(vendor).orElseThrow(), transport, new ManualTime(FixtureCheck.NOW));

    Heard.from(
        provider.open(
            Deployment.of(vendor + "/other").withKey("k"), request, Duration.ofSeconds(5)));
    byte[] sent = transport.calls.getFirst().body();

    assertThat(request.messages()).isNotEmpty().allSatisfy(m -> assertThat(m.role()).isNotEmpty());
    request.messages().forEach(message -> assertThat(message.content()).isNotNull());
    assertThat(request.tools())
        .hasSize(original.array("tools").map(JsonArray::size).orElse(0))
        .allSatisfy(tool -> assertThat(tool.name()).isNotEmpty());
    assertThat(Json.parseObject(sent)).isEqualTo(original.with("model", "other"));
    original.forEach((name, value) -> {
      if (value instanceof JsonObject || value instanceof JsonArray) {
        assertThat(new String(sent, StandardCharsets.UTF_8)).contains(value.toJson());
      }
    });
  }
}
