package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SEMANTICS 6.6: a stream that fails for good is told so by its last event, and no client that
 * passes over the event can take the end of the body for the end of the answer.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class BrokenStreamTest {
  private static final String NO_RETRIES = "{\"num_retries\":0,\"model\":\"chat\",\"stream\":true,";
  private static final Script BREAKS =
      Script.always(Fault.reset().after(3).of(Answer.pieces("One", " two", " three")));

  @Test
  void streamThatFailsForGoodEndsWithOneErrorAndWithoutLastChunk() throws IOException {
    try (Stand stand = Stand.of(BREAKS);
        Caller caller = stand.caller()) {
      Reply reply = caller.sendChat(NO_RETRIES + Stand.HELLO).readBrokenOff();

      assertThat(reply.lines()).filteredOn(line -> line.contains("\"error\"")).hasSize(1);
      assertThat(reply.text())
          .contains("\"One\"", "\" two\"")
          .doesNotContain("[DONE]", "\"finish_reason\":\"");
      assertThat(caller.isClosed()).isTrue();
    }
  }

  // Three kinds of client: those that go by the data, those that go by the event's name alone
  // (LangChain4j), and those that take no line but data for anything, and stumble over one that
  // comes between the last chunk and the error (go-openai).
  @Test
  void errorIsReadByItsDataAndByItsNameAndRightBehindTheLastChunk() throws IOException {
    try (Stand stand = Stand.of(BREAKS);
        Caller caller = stand.caller()) {
      List<String> lines =
          caller.sendChat(NO_RETRIES + Stand.HELLO).readBrokenOff().text().lines().toList();

      int name = lines.indexOf("event: error");
      assertThat(lines.subList(name - 3, lines.size()))
          .satisfiesExactly(
              line -> assertThat(line).startsWith("data: {\"id\"").contains("\" three\""),
              line -> assertThat(line).isEmpty(),
              line -> assertThat(line).startsWith("data: {\"error\":{").endsWith("}}"),
              line -> assertThat(line).isEqualTo("event: error"),
              line -> assertThat(line).isEmpty(),
              line -> assertThat(line).startsWith(": mainstay call-id="));
    }
  }

  // With bytes unread a plain close would be a reset, which takes what the caller has yet to read.
  @Test
  void callerThatHasSentMoreReadsTheErrorAllTheSame() throws IOException {
    try (Stand stand = Stand.of(BREAKS);
        Caller caller = stand.caller()) {
      caller.sendChat(NO_RETRIES + Stand.HELLO).sendChat(Stand.PLAIN);

      assertThat(caller.readBrokenOff().lines()).contains("event: error");
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void callerOfHttp10ReadsTheErrorAndIsThenReset() throws IOException {
    try (Stand stand = Stand.of(BREAKS);
        Caller caller = stand.caller()) {
      String body = NO_RETRIES + Stand.HELLO;
      long start = System.nanoTime();
      caller
          .raw("POST /v1/chat/completions HTTP/1.0\r\nContent-Length: " + body.length())
          .raw("\r\n\r\n" + body)
          .readHead();

      assertThat(caller.lineFrom("data: {\"error\"")).contains("message");
      assertThatThrownBy(caller::rest).isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }
  }
}
