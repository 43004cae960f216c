package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 7.2: LiteLLM's control fields are taken off, and the log says so once. */
@Timeout(60)
class IgnoredFieldsTest {

  @Test
  void eachFieldIsNamedOnce() {
    List<String> log = new ArrayList<>();
    IgnoredFields fields = new IgnoredFields(log::add);

    fields.tell(List.of("cache", "no-log"));
    fields.tell(List.of("no-log"));
    fields.tell(List.of());

    assertThat(log)
        .containsExactly(
            "the request field 'cache' is LiteLLM's, and has no effect here: it is taken off. This"
                + " is told once.",
            "the request field 'no-log' is LiteLLM's, and has no effect here: it is taken off. This"
                + " is told once.");
  }

  @Test
  void fieldOfARequestIsTakenOffAndNamedInTheLog() throws IOException {
    List<String> log = new CopyOnWriteArrayList<>();
    try (ScriptedStand stand = new ScriptedStand(config -> config, new IgnoredFields(log::add));
        Caller caller = stand.caller()) {
      stand.provider().always("chat", ScriptedStand.says("Hi"), ScriptedStand.finishes());
      String body = "{\"model\":\"chat\",\"mock_response\":\"not this\",\"rpm\":7," + Stand.HELLO;

      caller.chat(body);
      caller.chat(body);

      assertThat(stand.provider().requests())
          .hasSize(2)
          .allSatisfy(
              asked -> assertThat(asked.json().names()).doesNotContain("mock_response", "rpm"));
    }
    assertThat(log)
        .hasSize(2)
        .anyMatch(line -> line.startsWith("the request field 'mock_response'"))
        .anyMatch(line -> line.startsWith("the request field 'rpm'"))
        .noneMatch(line -> line.contains("not this"));
  }
}
