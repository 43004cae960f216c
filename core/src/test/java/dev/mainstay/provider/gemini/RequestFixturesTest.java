package dev.mainstay.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.Fixture;
import dev.mainstay.provider.wire.FixtureSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that Gemini accepted, read as chat requests and written again, lose nothing. */
class RequestFixturesTest {
  @TestFactory
  Stream<DynamicTest> requestLosesNothing() {
    return FixtureSet.GEMINI_REQUESTS.stream()
        .map(f -> dynamicTest(f.file(), () -> losesNothing(f)));
  }

  private static void losesNothing(Fixture fixture) {
    JsonObject body = Json.parseObject(fixture.content());
    String model =
        fixture.entry().text("url").orElseThrow().replaceAll(".*/models/([^:]+):.*", "$1");
    Asking asking = Asking.anybody().of(model);

    JsonObject sent = asking.sent(ChatForm.of(body));

    assertThat(sent).isEqualTo(plain(body));
  }

  // An empty configuration says nothing, and who gives the instructions is no question.
  private static JsonObject plain(JsonObject body) {
    JsonObject said =
        body.object("generationConfig").filter(JsonObject::isEmpty).isPresent()
            ? body.without(Set.of("generationConfig"))
            : body;
    return said.object("systemInstruction")
        .map(system -> said.with("systemInstruction", system.without(Set.of("role"))))
        .orElse(said);
  }
}
