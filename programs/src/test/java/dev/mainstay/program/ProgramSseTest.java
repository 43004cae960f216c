package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.program.Scripts.Question;
import dev.mainstay.program.Scripts.Rated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramSseTest {
  private final Scripts scripts = new Scripts();
  private final Predict<Question, Rated> program =
      Predict.of(Question.class, Rated.class).model("json").parseRetries(0).build(scripts.mainstay);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    scripts.close();
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty() && !line.contains("status"))
        .toList();
  }

  @Test
  void plainLines() throws IOException {
    scripts.provider.always("j", answer("{\"answer\":\"Four.\",\"stars\":5}"));

    ProgramSse.write(program.stream(new Question("2+2?")), out);

    assertThat(lines())
        .containsExactly(
            "data: {\"event\":\"field_begun\",\"path\":\"\",\"field\":\"answer\",\"take\":0}",
            "data:"
                + " {\"event\":\"field_delta\",\"path\":\"\",\"field\":\"answer\",\"text\":\"Four.\",\"take\":0}",
            "data: {\"event\":\"field_done\",\"path\":\"\",\"field\":\"answer\",\"take\":0}",
            "data: {\"event\":\"field_begun\",\"path\":\"\",\"field\":\"stars\",\"take\":0}",
            "data:"
                + " {\"event\":\"field_delta\",\"path\":\"\",\"field\":\"stars\",\"text\":\"5\",\"take\":0}",
            "data: {\"event\":\"field_done\",\"path\":\"\",\"field\":\"stars\",\"take\":0}",
            "data:"
                + " {\"event\":\"completed\",\"path\":\"\",\"value\":{\"answer\":\"Four.\",\"stars\":5}}");
  }

  @Test
  void messageStreamOfTheAiSdk() throws IOException {
    scripts.provider.always("j", answer("{\"answer\":\"Four.\",\"stars\":5}"));

    ProgramSse.write(program.stream(new Question("2+2?")), out, ProgramSse.Form.UI_MESSAGES);

    // By this name the SDK knows a response that is such a stream.
    assertThat(ProgramSse.UI_MESSAGES_HEADER).isEqualTo("x-vercel-ai-ui-message-stream");
    assertThat(lines())
        .containsExactly(
            "data: {\"type\":\"start\"}",
            "data: {\"type\":\"text-start\",\"id\":\"answer\"}",
            "data: {\"type\":\"text-delta\",\"id\":\"answer\",\"delta\":\"Four.\"}",
            "data: {\"type\":\"text-end\",\"id\":\"answer\"}",
            "data: {\"type\":\"text-start\",\"id\":\"stars\"}",
            "data: {\"type\":\"text-delta\",\"id\":\"stars\",\"delta\":\"5\"}",
            "data: {\"type\":\"text-end\",\"id\":\"stars\"}",
            "data: {\"type\":\"data-answer\",\"data\":{\"answer\":\"Four.\",\"stars\":5}}",
            "data: {\"type\":\"finish\"}",
            "data: [DONE]");
  }

  @Test
  void failureIsAnEventAndIsThrown() {
    scripts.provider.always("j", answer("rubbish"));

    assertThatThrownBy(() -> ProgramSse.write(program.stream(new Question("2+2?")), out))
        .isInstanceOf(ProgramException.class);
    assertThat(lines())
        .last()
        .asString()
        .startsWith("data: {\"event\":\"failed\",\"error\":\"the answer could not be read");
  }
}
