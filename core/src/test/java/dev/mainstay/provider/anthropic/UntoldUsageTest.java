package dev.mainstay.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import dev.mainstay.stream.Accumulator;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** SEMANTICS 0.2: no usage figure that nobody sent, but for an estimate that is marked. */
class UntoldUsageTest {
  private static final ChatRequest REQUEST = ChatRequest.of("m", "Tell me a story of a king.");
  private static final String TEXT = "There was a king who had three sons.";
  private static final long PROMPT = TokenEstimate.ofPrompt(REQUEST);
  private static final String ESTIMATE =
      "{'input_tokens':"
          + PROMPT
          + ",'cache_creation_input_tokens':0,'cache_read_input_tokens':0,'output_tokens':%s,"
          + "'estimated':true}";

  @Test
  void plainAnswerWithoutUsageHasAnEstimate() {
    Accumulator whole = new Accumulator();
    whole.add(ChatChunk.of(new TextDelta(TEXT), new Finished(FinishReason.STOP, "stop")));

    JsonObject message =
        AnthropicMessages.answer(REQUEST, whole.response(CallMetadata.of("c", "g")));

    assertThat(message.object("usage")).hasValue(estimate(TokenEstimate.of(TEXT)));
  }

  @Test
  void streamWithoutUsageHasAnEstimate() {
    List<JsonObject> events = events();

    assertThat(events.getFirst().object("message").flatMap(m -> m.object("usage")))
        .hasValue(estimate(TokenEstimate.of(TEXT.substring(0, 5))));
    assertThat(end(events)).isEqualTo(estimate(TokenEstimate.of(TEXT)));
  }

  /** At the beginning it is not known yet; the end has what was told. */
  @Test
  void streamThatTellsItsUsageAtTheEndHasItThere() {
    List<JsonObject> events = events(new UsageReported(Usage.of(9, 3)));

    assertThat(events.getFirst().object("message").flatMap(m -> m.object("usage")))
        .hasValue(estimate(TokenEstimate.of(TEXT.substring(0, 5))));
    assertThat(end(events))
        .isEqualTo(
            Asking.json(
                "{'input_tokens':9,'cache_creation_input_tokens':0,'cache_read_input_tokens':0,"
                    + "'output_tokens':3}"));
  }

  /** Its beginning tells what sorts of characters it has: the rest costs a stream nothing. */
  @Test
  void longAnswerIsEstimatedByItsBeginning() {
    String word = "wonderful 字 ";
    WrittenText text = new WrittenText();
    IntStream.range(0, 5_000).forEach(i -> text.add(word));

    assertThat(text.tokens())
        .isCloseTo(TokenEstimate.of(word.repeat(5_000)), Percentage.withPercentage(1));
  }

  private static JsonObject estimate(long written) {
    return Asking.json(ESTIMATE.formatted(written));
  }

  private static JsonObject end(List<JsonObject> events) {
    return events.get(events.size() - 2).object("usage").orElseThrow();
  }

  private static List<JsonObject> events(ChatEvent... last) {
    MessageEvents written = new MessageEvents(REQUEST);
    List<JsonObject> events = new ArrayList<>();
    events.addAll(written.of(ChatChunk.of(new TextDelta(TEXT.substring(0, 5)))));
    events.addAll(written.of(ChatChunk.of(new TextDelta(TEXT.substring(5)))));
    events.addAll(written.of(ChatChunk.of(new Finished(FinishReason.STOP, "stop"))));
    events.addAll(written.of(ChatChunk.of(last)));
    events.addAll(written.end());
    return events;
  }
}
