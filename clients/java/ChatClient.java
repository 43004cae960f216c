import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client for OpenAI's dialect, so put to use that the same checks fit every one. */
interface ChatClient {
  String HELLO = "Hello";
  String WEATHER = "weather";
  String TOOL_RESULT = "18 degrees";

  String name();

  /** Asks for a plain answer, and tells what the client told: one answer or one error. */
  Heard ask(Question question) throws Exception;

  /** Asks for a stream, and tells what the client told until it was over. */
  Heard stream(Question question) throws Exception;

  /** Asks for a stream, and leaves it at its first text. */
  void leave(Question question) throws Exception;

  /** The HTTP status that an error of this client tells; 0 where it tells none. */
  int statusOf(Throwable error);

  /** What an error of this client says. */
  default String wordsOf(Throwable error) {
    return String.join("\n", ChatChecks.causes(error).map(String::valueOf).toList());
  }

  /** Whether this client passes over an error event, and knows a broken stream by its end alone. */
  default boolean skipsErrorEvents() {
    return false;
  }

  /** Whether this client, behind the error of a broken stream, tells an end of it as well. */
  default boolean isEndedTwice() {
    return false;
  }

  /** The user says {@link #HELLO}; where {@code called} is there, its tools were called and said {@link #TOOL_RESULT}. */
  record Question(String model, boolean hasTool, Optional<Answer> called) {
    static Question to(String model) {
      return new Question(model, false, Optional.empty());
    }

    Question withTool() {
      return new Question(model, true, called);
    }

    Question after(Answer called) {
      return new Question(model, hasTool, Optional.of(called));
    }
  }

  /** A call of the tool. */
  record ToolCall(String id, String arguments) {}

  /** A whole answer; {@code finish} in small letters, empty where there was none. */
  record Answer(String text, String finish, List<ToolCall> tools, long promptTokens, long completionTokens) {}

  /** What a client told of one call, in order. */
  final class Heard {
    final List<String> pieces = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();

    static Heard of(Answer answer) {
      Heard heard = new Heard();
      heard.answers.add(answer);
      return heard;
    }

    static Heard of(Throwable error) {
      Heard heard = new Heard();
      heard.errors.add(error);
      return heard;
    }

    /** The answer, where nothing but one was told. */
    Answer answer() {
      errors.forEach(Throwable::printStackTrace);
      Direction.same(errors, List.of());
      Direction.same(answers.size(), 1);
      return answers.getFirst();
    }

    /** The error that was told first, in place of an answer. */
    Throwable error() {
      Direction.require(!errors.isEmpty(), "no error, but " + answers);
      return errors.getFirst();
    }
  }
}
