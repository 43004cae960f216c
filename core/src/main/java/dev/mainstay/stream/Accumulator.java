package dev.mainstay.stream;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
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
import dev.mainstay.model.Choice;
import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its chunks. Of a stream at most {@link #MAX_KEPT} characters are
 * kept, so that one that never ends fills no memory: what comes later is heard and forgotten. Not
 * thread-safe.
 */
public final class Accumulator {
  /** How many characters of a stream are kept at most: 2 Mi, which take 4 MiB. */
  public static final int MAX_KEPT = 2 * 1024 * 1024;

  private static final JsonArray NONE = JsonArray.of();

  // About what an object of its own takes, in characters.
  private static final int SIZE_OF_PART = 128;

  // As many as OpenAI has at most. More may be told by events: whoever asked for more has them.
  private static final int MOST_BY_THOUGHTS = 128;

  // A map of its own once something has come: a call that waits for its turn has none yet.
  private SortedMap<Integer, ChoiceAccumulator> choices = Collections.emptySortedMap();
  private String id = "";
  private String model = "";
  private @Nullable Usage usage;
  private @Nullable JsonObject last;
  private final long most;
  private long kept;
  private int chunks;
  private int takes;
  private boolean wasCut;

  /** An accumulator for a stream. */
  public Accumulator() {
    this(MAX_KEPT);
  }

  private Accumulator(long most) {
    this.most = most;
  }

  /** An accumulator for an answer that comes in one piece, as long as it may be. */
  public static Accumulator ofWhole() {
    return new Accumulator(Long.MAX_VALUE);
  }

  /** An accumulator for a stream that goes on with {@code begun}. */
  public static Accumulator goingOnWith(DeliveredAnswer begun) {
    Accumulator accumulator = new Accumulator();
    accumulator.begin(begun);
    return accumulator;
  }

  private void begin(DeliveredAnswer begun) {
    id = begun.id();
    takes = begun.takes();
    wasCut = begun.isCut();
    Message message = begun.message();
    take(0, new TextDelta(message.text()));
    take(0, new ReasoningDelta(begun.reasoning()));
    take(0, new RefusalDelta(message.json().text("refusal").orElse("")));
    List<ToolCall> calls = message.toolCalls();
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      take(0, new ToolCallDelta(i, call.id(), call.name(), call.arguments()));
    }
    takeThoughts(0, message.json());
  }

  /** Adds the next chunk. */
  public void add(ChatChunk chunk) {
    chunks++;
    if (chunk.json().isPresent()) {
      takeHead(chunk.json().get());
    }
    for (ChatEvent event : chunk.events()) {
      take(0, event);
    }
  }

  /** Whether any choice has come, and each that has come has had its semantic end. */
  public boolean isFinished() {
    for (ChoiceAccumulator choice : choices.values()) {
      if (!choice.isFinished()) {
        return false;
      }
    }
    return !choices.isEmpty();
  }

  /** Whether more has come than is kept. */
  public boolean isCut() {
    return wasCut || kept > most;
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

  /**
   * What has come of the first choice, for another call to go on with.
   *
   * @param form by which its request is known again
   * @param used what all attempts so far have used
   */
  public DeliveredAnswer toGoOnWith(String form, UsageSum used) {
    ChoiceAccumulator first = choices.getOrDefault(0, new ChoiceAccumulator());
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("id", id)
            .put("message", first.build(0, isCut()).message().json())
            .put("form", form)
            .put("takes", takes)
            .put("usage", used.toJson());
    used.cost().ifPresent(cost -> json.put("cost", cost));
    if (isCut()) {
      json.put("cut", true);
    }
    return new DeliveredAnswer(json.build());
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

  /**
   * The answer as far as it has come; of one that is {@linkplain #isCut() cut} what was kept,
   * without a finish reason.
   */
  public ChatResponse response(CallMetadata metadata) {
    List<Choice> built = new ArrayList<>(choices.size());
    choices.forEach((index, choice) -> built.add(choice.build(index, isCut())));
    if (built.isEmpty()) {
      built.add(Choice.empty(0));
    }
    return new ChatResponse(id, model, built, Optional.ofNullable(usage), wholeJson(), metadata);
  }

  // Only a plain answer is one chunk with its choices' messages in it.
  private Optional<JsonObject> wholeJson() {
    return Optional.ofNullable(last)
        .filter(json -> chunks == 1 && !json.text("object").orElse("").endsWith(".chunk"));
  }

  private void takeHead(JsonObject json) {
    last = json;
    id = told(json, "id", id);
    model = told(json, "model", model);
    for (JsonValue item : json.array("choices").orElse(NONE)) {
      if (item instanceof JsonObject choice) {
        takeThoughts(choice);
      }
    }
  }

  private static String told(JsonObject json, String name, String before) {
    String text = json.text(name).orElse("");
    return text.isEmpty() ? before : text;
  }

  private void takeThoughts(JsonObject choice) {
    Optional<JsonObject> delta = choice.object("delta");
    Optional<JsonObject> said = delta.isPresent() ? delta : choice.object("message");
    if (said.isPresent()) {
      takeThoughts(index(choice), said.get());
    }
  }

  private void takeThoughts(int choice, JsonObject said) {
    for (String member : ThoughtPieces.MEMBERS) {
      for (JsonValue item : said.array(member).orElse(NONE)) {
        boolean hasRoom = choices.containsKey(choice) || choices.size() < MOST_BY_THOUGHTS;
        if (hasRoom && item instanceof JsonObject thought) {
          of(choice).ifPresent(c -> keep(c, thought));
        }
      }
    }
  }

  private void take(int choice, ChatEvent event) {
    switch (event) {
      case UsageReported(Usage reported) -> usage = reported;
      case Restarted restarted -> forget();
      case OtherChoice(int index, ChatEvent inner) -> take(index, inner);
      case TextDelta(String text) -> {
        ChoiceAccumulator told = choice(choice);
        if (told != null) {
          keep(told.text, text);
        }
      }
      case ReasoningDelta said -> of(choice).ifPresent(c -> keep(c.reasoning, said.text()));
      case RefusalDelta said -> of(choice).ifPresent(c -> keep(c.refusal, said.text()));
      case ToolCallDelta delta -> of(choice).ifPresent(c -> keep(c, delta));
      case Finished finished -> of(choice).ifPresent(c -> c.finished = finished);
    }
  }

  private static int index(JsonObject choice) {
    return Math.clamp(choice.number("index").orElse(0), 0, Integer.MAX_VALUE);
  }

  private void keep(StringBuilder kept, String text) {
    if (makesRoom(text.length())) {
      kept.append(text);
    }
  }

  private void keep(ChoiceAccumulator choice, JsonObject thought) {
    if (makesRoom(thought.utf8Length())) {
      choice.thoughts.add(thought);
    }
  }

  private void keep(ChoiceAccumulator choice, ToolCallDelta delta) {
    int part = choice.hasToolCall(delta.index()) ? 0 : SIZE_OF_PART;
    int size = delta.id().length() + delta.name().length() + delta.arguments().length();
    if (makesRoom(part + size)) {
      choice.add(delta);
    }
  }

  private boolean makesRoom(long size) {
    kept += size;
    return !isCut();
  }

  private void forget() {
    choices = Collections.emptySortedMap();
    takes++;
    kept = 0;
    wasCut = false;
    usage = null;
  }

  /** The choice {@code index}; none where there is no room for another. */
  private Optional<ChoiceAccumulator> of(int index) {
    return Optional.ofNullable(choice(index));
  }

  private @Nullable ChoiceAccumulator choice(int index) {
    ChoiceAccumulator known = choices.get(index);
    if (known == null && (choices.isEmpty() || makesRoom(SIZE_OF_PART))) {
      known = new ChoiceAccumulator();
      choices = choices.isEmpty() ? new TreeMap<>() : choices;
      choices.put(index, known);
    }
    return known;
  }
}
