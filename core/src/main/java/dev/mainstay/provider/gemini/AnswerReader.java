package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.ErrorWords;
import dev.mainstay.provider.wire.ProviderError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a {@code GenerateContentResponse}, whole or frame by frame. */
final class AnswerReader {
  // Whoever sends more than that, and than were asked for, has no answer in them.
  private static final int MOST_CANDIDATES = 128;

  private final int asked;
  private final String idPrefix;
  private final Map<Integer, CandidateReader> candidates = new TreeMap<>();

  /**
   * @param asked how many candidates were asked for
   * @param idPrefix what the ids begin with of tool calls that come without any
   */
  AnswerReader(int asked, String idPrefix) {
    this.asked = asked;
    this.idPrefix = idPrefix;
  }

  /**
   * What a frame says.
   *
   * @param said what its candidates say, in order
   * @param ends the ends that candidates came to
   * @param usage the tokens used until then, where told
   * @param error what it says instead
   */
  record Frame(
      List<Said> said,
      List<ChatEvent> ends,
      Optional<Usage> usage,
      Optional<ProviderError> error) {}

  /** Whether {@code json} is an answer, or a piece of one. */
  static boolean isAnswer(JsonObject json) {
    return !json.hasValue("error")
        && (json.has("candidates")
            || json.has("promptFeedback")
            || json.has("usageMetadata")
            || json.has("modelVersion"));
  }

  /** Whether every candidate that was asked for has come to its end. */
  boolean isWhole() {
    return candidates.size() >= asked && isEveryCandidateFinished();
  }

  /** Whether every candidate that came has come to its end, and any has. */
  boolean isEveryCandidateFinished() {
    return !candidates.isEmpty()
        && candidates.values().stream().allMatch(CandidateReader::isFinished);
  }

  boolean hasOutput() {
    return candidates.values().stream().anyMatch(CandidateReader::hasOutput);
  }

  /** Reads a whole answer, or the next frame of one. */
  Frame read(JsonObject frame) {
    List<Said> said = new ArrayList<>();
    List<ChatEvent> ends = new ArrayList<>();
    Optional<ProviderError> spoilt = Optional.empty();
    int position = 0;
    for (JsonObject candidate :
        frame.array("candidates").orElse(JsonArray.of()).objects().toList()) {
      int index = Math.clamp(candidate.number("index").orElse(position), 0, Integer.MAX_VALUE);
      position++;
      if (!candidates.containsKey(index) && candidates.size() >= Math.max(asked, MOST_CANDIDATES)) {
        continue;
      }
      CandidateReader reader = reader(index);
      reader.read(candidate).forEach(piece -> said.add(piece.ofChoice(index)));
      Optional<FinishWord> word = FinishWord.in(candidate).filter(reader::mayEndBy);
      Optional<ChatEvent> end = word.flatMap(reader::finish);
      end.ifPresent(finished -> ends.add(of(index, finished)));
      if (end.isEmpty() && spoilt.isEmpty()) {
        spoilt = word.map(AnswerReader::spoilt);
      }
    }
    if (position == 0) {
      FinishWord.ofPrompt(frame).ifPresent(word -> block(word, ends));
    }
    return new Frame(said, ends, TokenCounts.in(frame), spoilt);
  }

  private static ProviderError spoilt(FinishWord word) {
    return ProviderError.ofFinish(word.word(), ErrorWords.MALFORMED_OUTPUT);
  }

  // A prompt that is not answered has no candidates.
  private void block(FinishWord word, List<ChatEvent> ends) {
    for (int index = 0; index < asked; index++) {
      int number = index;
      reader(index).finish(word).ifPresent(end -> ends.add(of(number, end)));
    }
  }

  private CandidateReader reader(int index) {
    return candidates.computeIfAbsent(index, unknown -> new CandidateReader(idPrefix));
  }

  private static ChatEvent of(int index, ChatEvent event) {
    return index == 0 ? event : new OtherChoice(index, event);
  }
}
