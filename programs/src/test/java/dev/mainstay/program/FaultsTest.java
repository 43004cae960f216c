package dev.mainstay.program;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.errs;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.FinishReason;
import dev.mainstay.program.Scripts.Answer;
import dev.mainstay.program.Scripts.Question;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 34 kinds of failure of a streamed chain of thought: on the first attempt, on the second and
 * on all of them, in each form. Each ends in a whole answer that its deltas make up, or in a typed
 * exception with what had come.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultsTest {
  private static final Question QUESTION = new Question("Why is the sky blue?");
  private static final String REASONING = "Light is scattered. Short waves are scattered most.";
  private static final String ANSWER = "Since blue light is scattered more than red.";

  private enum Place {
    BEFORE,
    FIRST_FIELD,
    LATER_FIELD,
    BEHIND
  }

  private static final List<String> PLACED =
      List.of("429", "500", "reset", "stall", "clean end", "in-band error", "broken event");
  private static final List<String> OF_THE_ANSWER =
      List.of("length", "refusal", "filter", "bad JSON", "missing field", "wrong type");

  static Stream<Arguments> kinds() {
    List<Arguments> all = new ArrayList<>();
    for (String form : List.of("marked", "json")) {
      for (String when : List.of("first", "second", "all")) {
        for (String kind : PLACED) {
          for (Place place : Place.values()) {
            all.add(Arguments.of(form, when, kind, place));
          }
        }
        OF_THE_ANSWER.forEach(kind -> all.add(Arguments.of(form, when, kind, Place.LATER_FIELD)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void streamIsWholeOrEndsInATypedException(String form, String when, String kind, Place place) {
    try (Scripts scripts = new Scripts()) {
      ChainOfThought<Question, Answer> program =
          ChainOfThought.of(
              Predict.of(Question.class, Answer.class).model(form).build(scripts.mainstay));
      String whole = whole(form, program);
      String model = form.equals("json") ? "j" : "m";
      Action[] fault = fault(form, kind, place, whole);
      switch (when) {
        case "first" -> scripts.provider.next(model, fault).always(model, answer(whole));
        case "second" ->
            scripts
                .provider
                .next(model, breaks(Scripts.rateLimited()))
                .next(model, fault)
                .always(model, answer(whole));
        default -> scripts.provider.always(model, fault);
      }

      Seen<Answer> seen = Seen.of(program.stream(QUESTION));

      boolean mustEnd = when.equals("all") || List.of("length", "refusal", "filter").contains(kind);
      if (!mustEnd) {
        assertThat(seen.failure()).isEmpty();
      }
      if (seen.failure().isEmpty()) {
        assertThat(seen.value()).contains(new Answer(ANSWER));
        assertThat(seen.joined()).isEqualTo(Map.of("reasoning", REASONING, "answer", ANSWER));
      } else {
        requireTyped(kind, seen);
      }
      assertThat(scripts.provider.asked().size()).isLessThanOrEqualTo(6);
      assertThat(scripts.provider.open()).isZero();
    }
  }

  private static void requireTyped(String kind, Seen<Answer> seen) {
    RuntimeException failure = seen.failure().orElseThrow();
    assertThat(failure)
        .isInstanceOf(
            switch (kind) {
              case "length" -> LengthLimitException.class;
              case "refusal" -> RefusedException.class;
              case "filter" -> ContentFilterException.class;
              case "bad JSON", "missing field", "wrong type" -> ProgramException.class;
              default -> MainstayException.class;
            });
    if (!seen.joined().isEmpty()) {
      assertThat(PartialAnswer.of(failure)).as("with what had come").isPresent();
    }
  }

  private static String whole(String form, ChainOfThought<Question, Answer> program) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reasoning", REASONING);
    fields.put("answer", ANSWER);
    return form.equals("json")
        ? "{\"reasoning\": \"" + REASONING + "\", \"answer\": \"" + ANSWER + "\"}"
        : Scripts.marked(program.settings.prompt(QUESTION).nonce(), fields);
  }

  private static Action[] fault(String form, String kind, Place place, String whole) {
    int at =
        switch (place) {
          case BEFORE -> 0;
          case FIRST_FIELD -> whole.indexOf("Short");
          case LATER_FIELD -> whole.indexOf("light is");
          case BEHIND -> whole.length();
        };
    List<Action> actions = new ArrayList<>();
    String before =
        OF_THE_ANSWER.contains(kind) ? damaged(form, kind, whole, at) : whole.substring(0, at);
    for (int from = 0; from < before.length(); from += 7) {
      actions.add(says(before.substring(from, Math.min(before.length(), from + 7))));
    }
    switch (kind) {
      case "429" -> actions.add(breaks(Scripts.rateLimited()));
      case "500" ->
          actions.add(breaks(new Failure.ServerError(Scripts.detail("oops").withStatus(500))));
      case "reset" -> actions.add(breaks(new Failure.ConnectionFailed(Scripts.detail("reset"))));
      case "stall" -> actions.add(stalls());
      case "clean end" -> {}
      case "in-band error" -> actions.add(errs(new Failure.Overloaded(Scripts.detail("busy"))));
      case "broken event" ->
          actions.add(breaks(new Failure.MalformedAnswer(Scripts.detail("half an event"))));
      case "length" -> actions.add(says(new ChatEvent.Finished(FinishReason.LENGTH, "length")));
      case "refusal" -> {
        actions.clear();
        actions.add(says(new ChatEvent.RefusalDelta("I cannot say.")));
        actions.add(finishes());
      }
      case "filter" ->
          actions.add(says(new ChatEvent.Finished(FinishReason.CONTENT_FILTER, "content_filter")));
      default -> actions.add(finishes());
    }
    return actions.toArray(Action[]::new);
  }

  private static String damaged(String form, String kind, String whole, int at) {
    return switch (kind) {
      case "bad JSON" -> form.equals("json") ? whole.substring(0, at) + "\\q" : "no header at all";
      case "missing field" -> whole.replace("answer", "other");
      case "wrong type" ->
          form.equals("json")
              ? whole.replace("\"" + ANSWER + "\"", "12")
              : whole.replace("answer", "others");
      default -> whole.substring(0, at);
    };
  }
}
