package dev.mainstay.tool;

import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tools with the functions behind them, for {@code mainstay.chat(request, toolbox)} and its stream:
 * what the model calls is run, and the model is asked again with the results, until it answers.
 *
 * <pre>{@code
 * record City(@Describe("its name in English") String city) {}
 *
 * Toolbox tools = Toolbox.builder()
 *     .tool("weather", "The weather in a city", City.class, city -> station.weather(city.city()))
 *     .build();
 * String text = mainstay.chat(request, tools).text();
 * }</pre>
 *
 * <p>The calls of one round run at once, on virtual threads; a single one runs on the caller's.
 * What a function throws, a call of an unknown tool, and arguments that are not what its type asks
 * for are told to the model as the result. Immutable, and safe for concurrent calls as far as its
 * functions are.
 */
public final class Toolbox {
  private final Map<String, BoundTool<?>> tools;
  private final int rounds;
  private final boolean oneAtATime;

  Toolbox(Map<String, BoundTool<?>> tools, int rounds, boolean oneAtATime) {
    this.tools = tools;
    this.rounds = rounds;
    this.oneAtATime = oneAtATime;
  }

  /** A builder of a toolbox. */
  public static ToolboxBuilder builder() {
    return new ToolboxBuilder();
  }

  /** The tools as a request offers them, in the order in which they were added. */
  public List<Tool> tools() {
    return tools.values().stream().map(BoundTool::tool).toList();
  }

  /** Whether it has a tool of that name that was told to change something. */
  public boolean hasSideEffects(String name) {
    BoundTool<?> tool = tools.get(Objects.requireNonNull(name, "name"));
    return tool != null && tool.hasSideEffects();
  }

  /** How often the model may be asked in answer to one request. */
  public int rounds() {
    return rounds;
  }

  /**
   * The answer to {@code call}, by whatever tools it takes. Each round is a call like this one; its
   * budget, if it has one, is one over all of them, and an answer that it goes on with is the first
   * round's.
   *
   * @param chat asks the model, as {@code mainstay::chat} does
   * @throws ToolRoundsException if the model still calls tools in the last round
   * @throws dev.mainstay.call.MainstayException if a round fails
   */
  public ToolAnswer chat(ChatCall call, Function<ChatCall, ChatResponse> chat) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(chat, "chat");
    Rounds rounds = new Rounds(this, call);
    while (true) {
      ChatResponse response = chat.apply(rounds.call());
      Optional<ToolAnswer> answer = rounds.take(response);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /**
   * The answer to {@code call} as it arrives, round after round; as {@link #chat}.
   *
   * @param stream asks the model, as {@code mainstay::stream} does
   * @throws dev.mainstay.call.MainstayException if the first round fails before its first output
   */
  public ToolStream stream(ChatCall call, Function<ChatCall, ChatStream> stream) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(stream, "stream");
    return new ToolStream(new Rounds(this, call), stream);
  }

  /**
   * Whether {@code response} calls tools that are to be run: a cut off one may call half of one.
   */
  static boolean callsTools(ChatResponse response) {
    return !response.toolCalls().isEmpty()
        && response
            .finishReason()
            .filter(end -> end == FinishReason.TOOL_CALLS || end == FinishReason.STOP)
            .isPresent();
  }

  /**
   * Runs what a model called in one turn: tools that may beside each other, on virtual threads, the
   * others one after another on the caller's.
   *
   * @return the results as messages, in the order of the calls; what a tool throws is one too
   * @throws InterruptedException if the thread, or a tool, is interrupted
   */
  public List<Message> run(List<ToolCall> calls) throws InterruptedException {
    Objects.requireNonNull(calls, "calls");
    calls.forEach(call -> Objects.requireNonNull(call, "call"));
    return new ToolRuns(tools, oneAtATime).run(calls);
  }
}
