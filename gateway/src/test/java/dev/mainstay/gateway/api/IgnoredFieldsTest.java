package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.script.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

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
  @ResourceLock(Resources.SYSTEM_ERR)
  void fieldOfARequestIsTakenOffAndNamedInTheLog() throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (Stand stand = Stand.always(Answer.text("Hi"));
        Caller caller = stand.caller()) {
      String body = "{\"model\":\"chat\",\"mock_response\":\"not this\",\"rpm\":7," + Stand.HELLO;

      caller.chat(body);
      caller.chat(body);

      assertThat(stand.askedLast().chat().json().names()).doesNotContain("mock_response", "rpm");
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("the request field 'mock_response'")
        .containsOnlyOnce("the request field 'rpm'")
        .doesNotContain("not this");
  }
}
