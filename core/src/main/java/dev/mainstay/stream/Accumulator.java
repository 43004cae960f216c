package dev.mainstay.stream;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.CallMetadata;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatResponse;
import dev.mainstay.model.Choice;
import dev.mainstay.model.Usage;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts an answer together from its chunks. Not thread-safe. */
public final class Accumulator {
  private final SortedMap<Integer, ChoiceAccumulator> choices = new TreeMap<>();
  private String id = "";
  private String model = "";
  private @Nullable Usage usage;
  private @Nullable JsonObject last;
  private int chunks;

  /** Adds the next chunk. */
  public void add(ChatChunk chunk) {
    chunks++;
    chunk.json().ifPresent(this::takeHead);
    chunk.events().forEach(event -> take(0, event));
  }

  /** Whether any choice has come, and each that has come has had its semantic end. */
  public boolean isFinished() {
    return !choices.isEmpty() && choices.values().stream().allMatch(ChoiceAccumulator::isFinished);
  }

  /** How many choices have come. */
  public int choices() {
    return choices.size();
  }

  /** The tokens used, as told so far. */
  public Optional<Usage> usage() {
    return Optional.ofNullable(usage);
  }

  /** About how many tokens have come, reasoning and tool calls included. */
  public long estimatedTokens() {
    return choices.values().stream().mapToLong(ChoiceAccumulator::estimatedTokens).sum();
  }

  /** The id under which the answer came; empty where it had none. */
  public String id() {
    return id;
  }

  /** What has come of the first choice, as far as an attempt that goes on must know it. */
  public Delivered delivered() {
    ChoiceAccumulator first = choices.get(0);
    return first == null
        ? Delivered.nothing()
        : new Delivered(
            first.text.toString(),
            !first.reasoning.isEmpty(),
            !first.refusal.isEmpty(),
            first.hasToolCall());
  }

  /** The answer as far as it has come. */
  public ChatResponse response(CallMetadata metadata) {
    List<Choice> built =
        choices.isEmpty()
            ? List.of(Choice.empty(0))
            : choices.entrySet().stream().map(e -> e.getValue().build(e.getKey())).toList();
    return new ChatResponse(id, model, built, Optional.ofNullable(usage), wholeJson(), metadata);
  }

  // Only a plain answer is one chunk with its choices' messages in it.
  private Optional<JsonObject> wholeJson() {
    return Optional.ofNullable(last)
        .filter(json -> chunks == 1 && !json.text("object").orElse("").endsWith(".chunk"));
  }

  private void takeHead(JsonObject json) {
    last = json;
    json.text("id").filter(text -> !text.isEmpty()).ifPresent(text -> id = text);
    json.text("model").filter(text -> !text.isEmpty()).ifPresent(text -> model = text);
    json.array("choices").stream().flatMap(JsonArray::objects).forEach(this::takeThoughts);
  }

  private void takeThoughts(JsonObject choice) {
    choice
        .object("delta")
        .or(() -> choice.object("message"))
        .flatMap(said -> said.array("thinking_blocks"))
        .ifPresent(thoughts -> thoughts.objects().forEach(of(index(choice)).thoughts::add));
  }

  private void take(int choice, ChatEvent event) {
    switch (event) {
      case TextDelta(String text) -> of(choice).text.append(text);
      case ReasoningDelta(String text) -> of(choice).reasoning.append(text);
      case RefusalDelta(String text) -> of(choice).refusal.append(text);
      case ToolCallDelta delta -> of(choice).add(delta);
      case Finished finished -> of(choice).finished = finished;
      case UsageReported(Usage reported) -> usage = reported;
      case Restarted restarted -> forget();
      case OtherChoice(int index, ChatEvent inner) -> take(index, inner);
    }
  }

  private static int index(JsonObject choice) {
    return Math.clamp(choice.number("index").orElse(0), 0, Integer.MAX_VALUE);
  }

  private void forget() {
    choices.clear();
    usage = null;
  }

  private ChoiceAccumulator of(int index) {
    return choices.computeIfAbsent(index, i -> new ChoiceAccumulator());
  }
}
