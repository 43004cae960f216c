package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureCheck;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Recorded answers to requests for embeddings are read as their manifest says. */
@Execution(ExecutionMode.CONCURRENT)
class EmbeddingFixturesTest {
  private static final int APART = 251;

  @TestFactory
  Stream<DynamicTest> answerInOnePiece() {
    return FixtureSet.OPENAI_EMBEDDINGS.stream()
        .map(f -> dynamicTest(f.file(), () -> check(f, UnaryOperator.identity())));
  }

  @TestFactory
  Stream<DynamicTest> answerByteByByte() {
    return FixtureSet.OPENAI_EMBEDDINGS.stream()
        .map(f -> dynamicTest(f.file(), () -> check(f, ScriptedTransport::byteByByte)));
  }

  @TestFactory
  Stream<DynamicTest> answerSplitAtEveryByte() {
    return FixtureSet.OPENAI_EMBEDDINGS.stream()
        .map(f -> dynamicTest(f.file(), () -> splitEverywhere(f)));
  }

  private static void splitEverywhere(Fixture fixture) {
    int length = fixture.body().length;
    Heard whole = hear(fixture, UnaryOperator.identity(), form(fixture));
    check(fixture, whole);
    for (int first = 1; first <= Math.min(APART, length - 1); first++) {
      int[] splits = IntStream.iterate(first, at -> at < length, at -> at + APART).toArray();
      Heard heard = hear(fixture, transport -> transport.splitAt(splits), form(fixture));
      // What is the same in all as what was found right is right.
      if (!heard.isSameAs(whole)) {
        check(fixture, heard);
      }
    }
  }

  private static String form(Fixture fixture) {
    boolean isBase64 = fixture.expected().text("encoding").orElse("").startsWith("base64");
    return isBase64 ? "base64" : "float";
  }

  private static void check(Fixture fixture, UnaryOperator<ScriptedTransport> arriving) {
    check(fixture, hear(fixture, arriving, form(fixture)));
  }

  private static void check(Fixture fixture, Heard heard) {
    if (fixture.kind().equals("error")) {
      FixtureCheck.check(fixture, heard);
      return;
    }

    assertThat(heard.failure).isEmpty();
    List<JsonObject> data = data(heard);
    assertThat(data)
        .hasSize(Math.toIntExact(fixture.expected().number("embeddings").orElseThrow()));
    // In either form they are the numbers that were recorded.
    assertThat(numbers(data.getFirst())).isEqualTo(numbers(recorded(fixture)));
    fixture
        .expected()
        .number("dimensions")
        .ifPresent(count -> assertThat(numbers(data.getFirst())).hasSize(Math.toIntExact(count)));
    JsonObject told = fixture.expected().object("usage").orElseThrow();
    JsonObject usage = heard.chunks.getFirst().object("usage").orElseThrow();
    assertThat(usage.number("prompt_tokens")).isEqualTo(told.number("input"));
    assertThat(usage.number("total_tokens")).isEqualTo(told.number("total"));
  }

  @TestFactory
  Stream<DynamicTest> answerInTheFormThatWasNotRecordedHasTheSameNumbers() {
    return FixtureSet.OPENAI_EMBEDDINGS.stream()
        .filter(f -> f.kind().equals("response"))
        .map(f ->
            dynamicTest(
                f.file(),
                () -> {
                  List<Float> base64 = numbers(data(hear(f, t -> t, "base64")).getFirst());
                  List<Float> floats = numbers(data(hear(f, t -> t, "float")).getFirst());

                  assertThat(base64).isNotEmpty().isEqualTo(floats);
                }));
  }

  private static Heard hear(
      Fixture fixture, UnaryOperator<ScriptedTransport> arriving, String form) {
    String vendor = fixture.file().replaceFirst("/.*", "");
    ScriptedTransport transport =
        new ScriptedTransport(fixture.head(), fixture.body(), ScriptedTransport.Ending.CLOSED);
    OpenAiProvider provider =
        new OpenAiProvider(
            Vendor.named(vendor).orElseThrow(),
            arriving.apply(transport),
            new ManualTime(FixtureCheck.NOW));
    Deployment deployment = Deployment.of(vendor + "/e").withKey("bad-key-0123456789-test");
    return Heard.from(
        provider.embed(
            vendor.equals("azure")
                ? deployment.withEndpoint(URI.create("https://r.openai.azure.com"))
                : deployment,
            new EmbeddingRequest(
                EmbeddingRequest.of("e", "a").json().with("encoding_format", form)),
            Duration.ofSeconds(5)));
  }

  private static List<JsonObject> data(Heard heard) {
    return heard.chunks.getFirst().array("data").orElseThrow().objects().toList();
  }

  private static JsonObject recorded(Fixture fixture) {
    return Json.parseObject(fixture.body())
        .array("data")
        .orElseThrow()
        .objects()
        .findFirst()
        .orElseThrow();
  }

  // Little-endian floats, or JSON's numbers.
  private static List<Float> numbers(JsonObject item) {
    return item.text("embedding")
        .map(EmbeddingFixturesTest::floats)
        .orElseGet(() ->
            item.array("embedding").map(JsonArray::items).orElseThrow().stream()
                .map(JsonValue::toJson)
                .map(Float::valueOf)
                .toList());
  }

  private static List<Float> floats(String base64) {
    FloatBuffer buffer =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    return IntStream.range(0, buffer.limit()).mapToObj(buffer::get).toList();
  }
}
