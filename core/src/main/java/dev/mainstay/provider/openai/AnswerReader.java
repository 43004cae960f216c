package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
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

  private static final JsonArray NONE = JsonArray.of();

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
    for (ChoiceReader choice : choices.values()) {
      if (!choice.isFinished()) {
        return false;
      }
    }
    return !choices.isEmpty();
  }

  /** Whether every choice that came has said something or has come to its end. */
  boolean isEveryChoiceAnswered() {
    for (ChoiceReader choice : choices.values()) {
      if (!choice.isFinished() && !choice.hasAnswer()) {
        return false;
      }
    }
    return !choices.isEmpty();
  }

  /** Whether anything was said. */
  boolean hasOutput() {
    for (ChoiceReader choice : choices.values()) {
      if (choice.hasOutput()) {
        return true;
      }
    }
    return false;
  }

  private ChoiceReader reader(int index) {
    ChoiceReader known = choices.get(index);
    if (known == null) {
      known = new ChoiceReader();
      choices.put(index, known);
    }
    return known;
  }

  private Said read(
      JsonObject json, BiFunction<ChoiceReader, JsonObject, ChoiceReader.Said> reading) {
    JsonArray told = json.array("choices").orElse(NONE);
    Optional<ProviderError> error = error(json, told);
    Optional<Usage> used = UsageFields.in(json);
    List<ChatEvent> usage = used.isEmpty() ? List.of() : List.of(new UsageReported(used.get()));
    if (error.isPresent()) {
      return new Said(usage, json, error);
    }
    Pass pass = new Pass(told.size());
    int position = 0;
    for (JsonValue item : told) {
      if (!(item instanceof JsonObject choice)) {
        continue;
      }
      int index = Math.clamp(choice.number("index").orElse(position), 0, Integer.MAX_VALUE);
      pass.read(index, choice, reading);
      position++;
    }
    return pass.said(json, usage);
  }

  private static Optional<ProviderError> error(JsonObject json, JsonArray choices) {
    if (ProviderError.isIn(json)) {
      return Optional.of(ProviderError.of(json));
    }
    Optional<JsonObject> groq = json.object("x_groq");
    Optional<ProviderError> error = groq.isEmpty() ? Optional.empty() : errorMember(groq.get());
    for (JsonValue item : choices) {
      if (error.isEmpty() && item instanceof JsonObject choice) {
        Optional<ProviderError> own = errorMember(choice);
        error = own.isPresent() ? own : failedFinish(choice);
      }
    }
    return error;
  }

  private static Optional<ProviderError> errorMember(JsonObject object) {
    Optional<JsonValue> error = object.get("error");
    return error.isPresent() && ProviderError.isSomething(error.get())
        ? Optional.of(ProviderError.of(JsonObject.of("error", error.get())))
        : Optional.empty();
  }

  private static Optional<ProviderError> failedFinish(JsonObject choice) {
    String word = finishWord(choice);
    return !word.isEmpty() && FinishWord.of(word) instanceof FinishWord.Fails(String code)
        ? Optional.of(ProviderError.ofFinish(word, code))
        : Optional.empty();
  }

  /** Its finish reason; empty where it has none. */
  private static String finishWord(JsonObject choice) {
    String word = choice.text(FINISH).orElse("");
    return isNoWord(word) ? "" : word;
  }

  // Some write nothing, or its name, where they mean null.
  private static boolean isNoWord(String word) {
    return word.isBlank() || word.equals("null");
  }

  /** One pass over the choices of one JSON. */
  private final class Pass {
    private final List<ChatEvent> said;
    private final List<ChatEvent> ends;
    private final List<JsonObject> forms;
    private final int size;
    private boolean isRepaired;
    private Optional<ProviderError> spoilt = Optional.empty();

    Pass(int size) {
      this.size = size;
      said = new ArrayList<>(size + 2);
      ends = new ArrayList<>(size);
      forms = new ArrayList<>(size);
    }

    // What was changed is another object.
    @SuppressWarnings("ReferenceEquality")
    void read(
        int index,
        JsonObject choice,
        BiFunction<ChoiceReader, JsonObject, ChoiceReader.Said> reading) {
      if (choices.size() >= Math.max(choicesAsked, MOST_CHOICES) && !choices.containsKey(index)) {
        forms.add(choice);
        return;
      }
      ChoiceReader reader = reader(index);
      ChoiceReader.Said heard = reading.apply(reader, choice);
      for (ChatEvent event : heard.events()) {
        said.add(of(index, event));
      }
      JsonObject form = heard.repaired().orElse(choice);
      JsonObject told = withoutNoWord(numbered(index, form));
      forms.add(told);
      isRepaired |= told != choice;
      if (heard.contradicts()) {
        spoilt =
            Optional.of(
                ProviderError.malformed(
                    "the stream has a message that does not begin with what was said before it"));
      }
      String word = finishWord(choice);
      if (!word.isEmpty()) {
        finish(index, reader, word);
      }
    }

    // Clients put choices together by number, and a choice alone is the first.
    private JsonObject numbered(int index, JsonObject choice) {
      Optional<JsonValue> told = choice.get("index");
      boolean isRight =
          told.isPresent()
              ? told.get() instanceof JsonNumber number && isWritten(index, number)
              : size == 1 && index == 0;
      return isRight ? choice : choice.with("index", JsonNumber.of(index));
    }

    private static boolean isWritten(int index, JsonNumber number) {
      return number.doubleValue() == index;
    }

    private static JsonObject withoutNoWord(JsonObject choice) {
      boolean hasNoWord = choice.hasValue(FINISH) && finishWord(choice).isEmpty();
      return hasNoWord ? choice.with(FINISH, JsonNull.NULL) : choice;
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
      said.addAll(usage);
      said.addAll(ends);
      // What is not a choice is left out.
      boolean isAsItCame = !isRepaired && forms.size() == size;
      JsonObject form = isAsItCame ? json : json.with("choices", JsonArray.of(forms));
      return new Said(said, form, Optional.empty());
    }
  }
}
