package dev.mainstay.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole Spring Boot application with Temporal's own starter. */
class DurableSpringTest {
  @Test
  @Timeout(60)
  void workflowOfTheApplicationAsksAModelAndItsAnswerIsInTheSink() throws Exception {
    ByteArrayOutputStream events = new ByteArrayOutputStream();

    String answer = DurableSpring.show(events);

    assertThat(answer).isEqualTo("Because blue light scatters most.");
    assertThat(events.toString(UTF_8)).contains("event: text", "event: done");
  }
}
