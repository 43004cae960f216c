package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
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
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.text.ObjectEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream, whoever gives it, as events of the Messages API: each is a JSON object whose
 * {@code type} is the event's name. Blocks come one after another: what comes while a tool call is
 * open and not whole waits for its turn, at most until the end, so that each call is one block.
 * More than 1 Mi characters or 16 Ki pieces do not wait. One stream each; not thread-safe.
 */
public final class MessageEvents {
  private static final String TYPE = "type";
  private static final String TEXT = "text";
  private static final String THINKING = "thinking";
  private static final String TOOL = "tool_use";

  private final ChatRequest request;
  private final WrittenText written = new WrittenText();
  private final List<JsonObject> out = new ArrayList<>();
  private String id = "";
  private String model = "";
  private Optional<Usage> usage = Optional.empty();
  private JsonObject toldUsage = JsonObject.empty();
  private JsonObject ownStart = JsonObject.empty();
  private JsonObject ownBlock = JsonObject.empty();
  private JsonObject ownEnd = JsonObject.empty();
  private JsonValue stopSequence = JsonNull.NULL;
  private @Nullable Finished finished;
  private String open = "";
  private int index = -1;
  private int call = -1;
  private ObjectEnd callEnd = new ObjectEnd();
  private final WaitingBlocks waiting = new WaitingBlocks();
  private boolean isLetGo;
  private boolean isBegun;
  private boolean isOwn;

  /**
   * A stream of which nothing was written. What nobody told of its usage, or not yet, is an
   * estimate, and marked {@code "estimated": true}.
   *
   * @param request what it answers
   */
  public MessageEvents(ChatRequest request) {
    this.request = request;
  }

  /** The events that tell what {@code chunk} says. */
  public List<JsonObject> of(ChatChunk chunk) {
    out.clear();
    chunk.json().ifPresent(this::takeHead);
    Optional<JsonObject> more = chunk.json().flatMap(MessageEvents::delta);
    isOwn |= more.filter(delta -> delta.has(OwnWords.MESSAGE)).isPresent();
    chunk.events().forEach(this::count);
    chunk.events().forEach(this::take);
    more.ifPresent(this::takeMore);
    return List.copyOf(out);
  }

  /** The events that end the stream, which is whole. */
  public List<JsonObject> end() {
    out.clear();
    begin();
    writeWaiting(true);
    close();
    Optional<Finished> end = Optional.ofNullable(finished);
    JsonObject delta =
        JsonObject.builder()
            .put(
                "stop_reason",
                MessageForm.stopReason(end.map(Finished::reason), end.map(Finished::nativeReason)))
            .put("stop_sequence", stopSequence)
            .build();
    JsonObject event =
        JsonObject.builder()
            .put(TYPE, "message_delta")
            .put(OwnWords.DELTA, joined(delta, ownEnd.object(OwnWords.DELTA)))
            .put(OwnWords.USAGE, usageAtEnd())
            .build();
    out.add(joined(event, Optional.of(ownEnd.without(Set.of(OwnWords.DELTA, OwnWords.USAGE)))));
    out.add(JsonObject.of(TYPE, new JsonString("message_stop")));
    return List.copyOf(out);
  }

  private static JsonObject joined(JsonObject one, Optional<JsonObject> more) {
    JsonObjectBuilder joined = one.toBuilder();
    more.ifPresent(members -> members.forEach(joined::put));
    return joined.build();
  }

  private JsonObject usageAtEnd() {
    JsonObject whole = usage();
    JsonObject before = ownStart.object(OwnWords.USAGE).orElse(JsonObject.empty());
    return ownEnd
        .object(OwnWords.USAGE)
        .map(told -> MessageForm.usage(told, before, whole))
        .orElse(whole);
  }

  private JsonObject usage() {
    return usage
        .map(told -> MessageForm.usage(told, toldUsage))
        .orElseGet(() -> MessageForm.estimate(request, written.tokens()));
  }

  private void takeHead(JsonObject json) {
    if (id.isEmpty()) {
      id = json.text("id").orElse("");
    }
    if (model.isEmpty()) {
      model = json.text("model").orElse("");
    }
    json.object("usage").ifPresent(told -> toldUsage = told);
  }

  private static Optional<JsonObject> delta(JsonObject json) {
    return json.array("choices")
        .flatMap(choices -> choices.objects().findFirst())
        .flatMap(choice -> choice.object("delta"));
  }

  private void take(ChatEvent event) {
    switch (event) {
      case TextDelta(String text) -> inTurn(() -> text(text), text.length());
      case RefusalDelta(String text) -> inTurn(() -> text(text), text.length());
      case ReasoningDelta(String text) -> inTurn(() -> thought(text), text.length());
      case ToolCallDelta piece -> callInTurn(piece);
      case UsageReported(Usage told) -> usage = Optional.of(told);
      case Finished end -> finished = end;
      // A message has one choice, and a gateway's stream does not restart.
      case OtherChoice other -> {}
      case Restarted restarted -> {}
    }
  }

  private void count(ChatEvent event) {
    switch (event) {
      case TextDelta(String text) -> written.add(text);
      case RefusalDelta(String text) -> written.add(text);
      case ReasoningDelta(String text) -> written.add(text);
      case ToolCallDelta piece -> {
        written.add(piece.name());
        written.add(piece.arguments());
      }
      case UsageReported told -> {}
      case Finished end -> {}
      case OtherChoice other -> {}
      case Restarted restarted -> {}
    }
  }

  private void takeMore(JsonObject delta) {
    delta
        .array(Thoughts.MEMBER)
        .ifPresent(thoughts -> thoughts.objects().forEach(this::takeThought));
    delta
        .array(EventsDecoder.FOREIGN_BLOCKS)
        .ifPresent(blocks -> blocks.objects().forEach(this::takeWhole));
    delta
        .array(EventsDecoder.CITATIONS)
        .ifPresent(cited -> cited.forEach(c -> inTurn(() -> cite(c), lengthOf(c))));
    delta.get(EventsDecoder.STOP_SEQUENCE).ifPresent(met -> stopSequence = met);
    delta.object(OwnWords.MESSAGE).ifPresent(own -> ownStart = own);
    delta.object(OwnWords.END).ifPresent(own -> ownEnd = own);
    delta.object(OwnWords.BLOCK).ifPresent(own -> inTurn(() -> beginBlock(own), 0));
  }

  private void takeThought(JsonObject thought) {
    inTurn(() -> sign(thought), lengthOf(thought));
  }

  private void takeWhole(JsonObject block) {
    inTurn(() -> whole(block), lengthOf(block));
  }

  // Counted only where it waits.
  private int lengthOf(JsonValue value) {
    return mustWait() ? value.toJson().length() : 0;
  }

  private boolean mustWait() {
    return !isLetGo && (!waiting.isEmpty() || (open.equals(TOOL) && !callEnd.isWhole()));
  }

  private void inTurn(Runnable writing, int length) {
    if (mustWait()) {
      waiting.add(writing, length);
      letGoWhatIsTooMuch();
    } else {
      writing.run();
    }
  }

  private void callInTurn(ToolCallDelta piece) {
    boolean isOpen = open.equals(TOOL) && piece.index() == call;
    if (!isOpen && !isLetGo && isWhiteSpace(piece) && !waiting.has(piece.index())) {
      return;
    }
    if (isOpen || !mustWait()) {
      call(piece);
      writeWaiting(false);
    } else {
      waiting.add(piece);
      letGoWhatIsTooMuch();
    }
  }

  // Behind a whole call, whose block is closed, it says nothing.
  private static boolean isWhiteSpace(ToolCallDelta piece) {
    return piece.id().isEmpty() && piece.name().isEmpty() && piece.arguments().isBlank();
  }

  private void letGoWhatIsTooMuch() {
    if (waiting.isTooMuch()) {
      isLetGo = true;
      writeWaiting(true);
    }
  }

  // Up to a call that is not whole, unless everything must go.
  private void writeWaiting(boolean isAll) {
    while (!waiting.isEmpty() && (isAll || !open.equals(TOOL) || callEnd.isWhole())) {
      switch (waiting.poll().orElseThrow()) {
        case WaitingBlocks.Call(List<ToolCallDelta> pieces) -> pieces.forEach(this::call);
        case WaitingBlocks.Other(Runnable writing) -> writing.run();
      }
    }
  }

  private void text(String text) {
    open(TEXT, Blocks.text(""));
    delta("text_delta", TEXT, text);
  }

  private void thought(String text) {
    open(THINKING, MessageForm.thought(""));
    delta("thinking_delta", THINKING, text);
  }

  // A thought comes whole behind its pieces, with the signature that they lack.
  private void sign(JsonObject thought) {
    Optional<String> signature = thought.text("signature");
    if (signature.isEmpty()) {
      whole(thought);
      return;
    }
    open(THINKING, MessageForm.thought(""));
    delta("signature_delta", "signature", signature.get());
    close();
  }

  private void cite(JsonValue citation) {
    open(TEXT, Blocks.text(""));
    JsonObject delta =
        JsonObject.builder().put(TYPE, "citations_delta").put("citation", citation).build();
    out.add(event("content_block_delta").with("delta", delta));
  }

  private void call(ToolCallDelta piece) {
    if (!open.equals(TOOL) || piece.index() != call) {
      close();
      call = piece.index();
      callEnd = new ObjectEnd();
      start(
          TOOL,
          JsonObject.builder()
              .put(TYPE, TOOL)
              .put("id", isOwn ? piece.id() : AnswerIds.told(piece.id(), id, call))
              .put("name", piece.name())
              .put("input", JsonObject.empty())
              .build());
    }
    callEnd.add(piece.arguments());
    if (!piece.arguments().isEmpty()) {
      delta("input_json_delta", "partial_json", piece.arguments());
    }
  }

  private void beginBlock(JsonObject own) {
    close();
    ownBlock = own;
  }

  private void whole(JsonObject block) {
    close();
    start("whole", block);
    close();
  }

  private void open(String type, JsonObject block) {
    if (!open.equals(type)) {
      close();
      start(type, block);
    }
  }

  private void start(String type, JsonObject block) {
    begin();
    open = type;
    index++;
    out.add(
        event("content_block_start").with("content_block", joined(block, Optional.of(ownBlock))));
    ownBlock = JsonObject.empty();
  }

  private void close() {
    if (!open.isEmpty()) {
      open = "";
      out.add(event("content_block_stop"));
    }
  }

  private void delta(String type, String name, String text) {
    JsonObject delta = JsonObject.builder().put(TYPE, type).put(name, text).build();
    out.add(event("content_block_delta").with("delta", delta));
  }

  private JsonObject event(String type) {
    return JsonObject.builder().put(TYPE, type).put("index", JsonNumber.of(index)).build();
  }

  // Late, so that what a provider tells of its usage first is in it.
  private void begin() {
    if (isBegun) {
      return;
    }
    isBegun = true;
    JsonObject message =
        JsonObject.builder()
            .put("id", id)
            .put(TYPE, "message")
            .put("role", "assistant")
            .put("model", model)
            .put("content", JsonArray.of())
            .put("stop_reason", JsonNull.NULL)
            .put("stop_sequence", JsonNull.NULL)
            .put(OwnWords.USAGE, ownStart.object(OwnWords.USAGE).orElseGet(this::usage))
            .build();
    JsonObject whole = joined(message, Optional.of(ownStart.without(Set.of(OwnWords.USAGE))));
    out.add(JsonObject.builder().put(TYPE, "message_start").put("message", whole).build());
  }
}
