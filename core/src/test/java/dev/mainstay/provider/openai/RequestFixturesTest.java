package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureCheck;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that vendors accepted, read as chat requests and sent again, lose nothing. */
class RequestFixturesTest {
  private static final URI ENDPOINT = URI.create("https://host.example.com/v1");

  @TestFactory
  Stream<DynamicTest> requestKeepsItsBytes() {
    return FixtureSet.OPENAI_REQUESTS.stream()
        .map(f -> dynamicTest(f.file(), () -> checkRequest(f)));
  }

  private static void checkRequest(Fixture fixture) {
    JsonObject original = Json.parseObject(fixture.content());
    ChatRequest request = new ChatRequest(original);
    ScriptedTransport transport = ScriptedTransport.answering(200, "");
    String vendor = fixture.file().replaceFirst("/.*", "");
    OpenAiProvider provider =
        new OpenAiProvider(
            Vendor.named(vendor).orElseThrow(), transport, new ManualTime(FixtureCheck.NOW));

    Heard.from(
        provider.open(
            Deployment.of(vendor + "/other").withKey("k").withEndpoint(ENDPOINT),
            request,
            Duration.ofSeconds(5)));
    byte[] sent = transport.calls.getFirst().body();

    assertThat(request.messages()).isNotEmpty().allSatisfy(m -> assertThat(m.role()).isNotEmpty());
    request.messages().forEach(message -> assertThat(message.content()).isNotNull());
    assertThat(request.tools())
        .hasSize(original.array("tools").map(JsonArray::size).orElse(0))
        .allSatisfy(tool -> assertThat(tool.name()).isNotEmpty());
    assertThat(Json.parseObject(sent)).isEqualTo(withoutOneAnswer(original).with("model", "other"));
    original.forEach((name, value) -> {
      if (value instanceof JsonObject || value instanceof JsonArray) {
        assertThat(new String(sent, StandardCharsets.UTF_8)).contains(value.toJson());
      }
    });
  }

  // One answer is what everybody gives: some vendors refuse to be asked for it.
  private static JsonObject withoutOneAnswer(JsonObject body) {
    return body.number("n").orElse(0) == 1 ? body.without(Set.of("n")) : body;
  }
}
