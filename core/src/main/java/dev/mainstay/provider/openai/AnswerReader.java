package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.provider.wire.ErrorWords;
import dev.mainstay.provider.wire.ProviderError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Turns an answer's JSON into events, in one piece or chunk by chunk, and knows whether it is
 * whole.
 */
final class AnswerReader {
  // Whoever sends more choices than that, and than were asked for, has no answer in them.
  private static final int MOST_CHOICES = 128;
  private static final String FINISH = "finish_reason";

  private final int choicesAsked;
  private final Map<Integer, ChoiceReader> choices = new HashMap<>();

  AnswerReader(int choicesAsked) {
    this.choicesAsked = choicesAsked;
  }

  /**
   * What was read in one piece.
   *
   * @param events what it says; beside an error, only the usage
   * @param json its JSON as the events have it: itself, but where clients would misread it
   * @param error what it says instead
   */
  record Said(List<ChatEvent> events, JsonObject json, Optional<ProviderError> error) {}

  /** Reads a stream's chunk. */
  Said chunk(JsonObject chunk) {
    return read(chunk, ChoiceReader::delta);
  }

  /** Reads a whole answer. */
  Said answer(JsonObject answer) {
    return read(answer, ChoiceReader::message);
  }

  /** Whether every choice that was asked for has come to its end. */
  boolean isWhole() {
    return choices.size() >= choicesAsked && isEveryChoiceFinished();
  }

  /** Whether every choice that came has come to its end, and any has. */
  boolean isEveryChoiceFinished() {
    return !choices.isEmpty() && choices.values().stream().allMatch(ChoiceReader::isFinished);
  }

  /** Whether every choice that came has said something or has come to its end. */
  boolean isEveryChoiceAnswered() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.isFinished() || choice.hasAnswer());
  }

  /** Whether anything was said. */
  boolean hasOutput() {
    return choices.values().stream().anyMatch(ChoiceReader::hasOutput);
  }

  private Said read(
      JsonObject json, BiFunction<ChoiceReader, JsonObject, ChoiceReader.Said> reading) {
    Optional<ProviderError> error = error(json);
    List<ChatEvent> usage =
        UsageFields.in(json).<ChatEvent>map(UsageReported::new).stream().toList();
    if (error.isPresent()) {
      return new Said(usage, json, error);
    }
    Pass pass = new Pass();
    int position = 0;
    for (JsonObject choice : choicesIn(json)) {
      int index = Math.clamp(choice.number("index").orElse(position), 0, Integer.MAX_VALUE);
      pass.read(index, choice, reading);
      position++;
    }
    return pass.said(json, usage);
  }

  private static List<JsonObject> choicesIn(JsonObject json) {
    return json.array("choices").map(choices -> choices.objects().toList()).orElse(List.of());
  }

  private static Optional<ProviderError> error(JsonObject json) {
    if (ProviderError.isIn(json)) {
      return Optional.of(ProviderError.of(json));
    }
    Optional<ProviderError> error = json.object("x_groq").flatMap(AnswerReader::errorMember);
    for (JsonObject choice : choicesIn(json)) {
      error = error.or(() -> errorMember(choice)).or(() -> failedFinish(choice));
    }
    return error;
  }

  private static Optional<ProviderError> errorMember(JsonObject object) {
    return object.get("error").filter(ProviderError::isSomething).map(AnswerReader::errorIn);
  }

  private static ProviderError errorIn(JsonValue error) {
    return ProviderError.of(JsonObject.of("error", error));
  }

  private static Optional<ProviderError> failedFinish(JsonObject choice) {
    return finishWord(choice)
        .flatMap(word ->
            FinishWord.of(word) instanceof FinishWord.Fails(String code)
                ? Optional.of(ProviderError.ofFinish(word, code))
                : Optional.empty());
  }

  private static Optional<String> finishWord(JsonObject choice) {
    return choice.text(FINISH).filter(word -> !isNoWord(word));
  }

  // Some write nothing, or its name, where they mean null.
  private static boolean isNoWord(String word) {
    return word.isBlank() || word.equals("null");
  }

  /** One pass over the choices of one JSON. */
  private final class Pass {
    private final List<ChatEvent> said = new ArrayList<>();
    private final List<ChatEvent> ends = new ArrayList<>();
    private final List<JsonObject> forms = new ArrayList<>();
    private boolean isRepaired;
    private Optional<ProviderError> spoilt = Optional.empty();

    void read(
        int index,
        JsonObject choice,
        BiFunction<ChoiceReader, JsonObject, ChoiceReader.Said> reading) {
      if (choices.size() >= Math.max(choicesAsked, MOST_CHOICES) && !choices.containsKey(index)) {
        forms.add(choice);
        return;
      }
      ChoiceReader reader = choices.computeIfAbsent(index, unknown -> new ChoiceReader());
      ChoiceReader.Said heard = reading.apply(reader, choice);
      heard.events().forEach(event -> said.add(of(index, event)));
      JsonObject form = heard.repaired().orElse(choice);
      boolean hasNoWord = choice.text(FINISH).filter(AnswerReader::isNoWord).isPresent();
      forms.add(hasNoWord ? form.with(FINISH, JsonNull.NULL) : form);
      isRepaired |= hasNoWord || heard.repaired().isPresent();
      if (heard.contradicts()) {
        spoilt =
            Optional.of(
                ProviderError.malformed(
                    "the stream has a message that does not begin with what was said before it"));
      }
      finishWord(choice).ifPresent(word -> finish(index, reader, word));
    }

    private void finish(int index, ChoiceReader reader, String word) {
      switch (FinishWord.of(word)) {
        case FinishWord.Ends(var reason) -> ends.add(of(index, reader.finish(reason, word)));
        case FinishWord.Spoils(var reason) -> {
          if (reader.hasAnswer()) {
            ends.add(of(index, reader.finish(reason, word)));
          } else {
            spoilt = Optional.of(ProviderError.ofFinish(word, ErrorWords.MALFORMED_OUTPUT));
          }
        }
        case FinishWord.Fails(String code) ->
            spoilt = Optional.of(ProviderError.ofFinish(word, code));
      }
    }

    private static ChatEvent of(int index, ChatEvent event) {
      return index == 0 ? event : new OtherChoice(index, event);
    }

    Said said(JsonObject json, List<ChatEvent> usage) {
      if (spoilt.isPresent()) {
        return new Said(usage, json, spoilt);
      }
      List<ChatEvent> events = new ArrayList<>(said);
      events.addAll(usage);
      events.addAll(ends);
      JsonObject form = isRepaired ? json.with("choices", JsonArray.of(forms)) : json;
      return new Said(events, form, Optional.empty());
    }
  }
}
