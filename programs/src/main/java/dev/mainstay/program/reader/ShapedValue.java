package dev.mainstay.program.reader;

import dev.mainstay.json.JsonString;
import dev.mainstay.schema.JsonMember;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.schema.JsonShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One field's value, from its tokens to its text: strings as they are, everything else as compact
 * JSON that the field's type can read. What can be mended is; the rest is a fault.
 */
final class ShapedValue implements JsonTokens {
  private static final String[] ESCAPES = escapes();
  private static final JsonShape TEXT = JsonShape.of(String.class, "key");

  private enum Mode {
    BETWEEN,
    /** A string at the top, as it is. */
    PLAIN,
    /** A string in JSON. */
    QUOTED,
    /** A scalar in quotes. */
    COLLECTED,
    DROPPED
  }

  private final Pieces pieces;
  private final String name;
  private final Slot.Shaped root;
  private final StringBuilder collected = new StringBuilder();
  private @Nullable Level top;
  private @Nullable Tape tape;
  private JsonShape.@Nullable Variants variants;
  private JsonShape.@Nullable Scalar scalar;
  private Mode mode = Mode.BETWEEN;
  private int dropped;
  private boolean isAbsent;
  private boolean isDone;
  private boolean isBroken;

  ShapedValue(Pieces pieces, AnswerField field) {
    this.pieces = pieces;
    this.name = field.name();
    this.root = new Slot.Shaped(field.shape());
  }

  /** Tells the pieces that the value has ended. */
  void close() {
    if (!isDone) {
      pieces.abandon();
    } else if (isAbsent) {
      pieces.absent();
    } else {
      pieces.done();
    }
  }

  void write(String text) {
    if (!isBroken) {
      pieces.text(text);
    }
  }

  void mended(String what) {
    pieces.mended(place() + what);
  }

  void fault(String what) {
    if (!isBroken) {
      isBroken = true;
      pieces.fault(place() + what);
    }
  }

  @Override
  public void beginObject() {
    if (isElsewhere()) {
      elsewhere(JsonTokens::beginObject, 1);
      return;
    }
    switch (next()) {
      case Slot.Dropped drop -> dropped = 1;
      case Slot.Entry(JsonShape value) ->
          top =
              new Level.Members(
                  top,
                  this,
                  List.of(new JsonMember("key", TEXT, ""), new JsonMember("value", value, "")));
      case Slot.Shaped shaped -> beginObject(shaped);
    }
  }

  private void beginObject(Slot.Shaped slot) {
    switch (slot.some()) {
      case JsonShape.Members record -> top = new Level.Members(top, this, record.members());
      case JsonShape.Entries map -> top = new Level.Entries(top, this, map.entry());
      case JsonShape.Variants union -> {
        variants = union;
        tape = new Tape(union.tag());
      }
      case JsonShape other -> mustBe(other, "an object");
    }
  }

  @Override
  public void beginArray() {
    if (isElsewhere()) {
      elsewhere(JsonTokens::beginArray, 1);
      return;
    }
    switch (next()) {
      case Slot.Dropped drop -> dropped = 1;
      case Slot.Entry entry -> fault(" must be an object with key and value, but it is an array");
      case Slot.Shaped shaped -> {
        switch (shaped.some()) {
          case JsonShape.Items list ->
              top = new Level.Items(top, this, new Slot.Shaped(list.item()));
          case JsonShape.Entries map ->
              top = new Level.Items(top, this, new Slot.Entry(map.entry()));
          case JsonShape other -> mustBe(other, "an array");
        }
      }
    }
  }

  @Override
  public void endObject() {
    endContainer(JsonTokens::endObject);
  }

  @Override
  public void endArray() {
    endContainer(JsonTokens::endArray);
  }

  private void endContainer(Token token) {
    if (isElsewhere()) {
      elsewhere(token, -1);
      return;
    }
    Level ended = top;
    if (ended != null) {
      ended.end();
      if (!isBroken) {
        top = ended.parent;
        valueEnded();
      }
    }
  }

  @Override
  public void key(String key) {
    if (isElsewhere()) {
      elsewhere(tokens -> tokens.key(key), 0);
    } else if (top != null) {
      top.key(key);
    }
  }

  @Override
  public void beginString() {
    if (isElsewhere()) {
      elsewhere(JsonTokens::beginString, 0);
      return;
    }
    switch (next()) {
      case Slot.Dropped drop -> mode = Mode.DROPPED;
      case Slot.Entry entry -> fault(" must be an object with key and value, but it is a string");
      case Slot.Shaped shaped -> {
        switch (shaped.some()) {
          case JsonShape.Text text when top == null -> mode = Mode.PLAIN;
          case JsonShape.Text text -> {
            mode = Mode.QUOTED;
            write("\"");
          }
          case JsonShape.Scalar value -> {
            mode = Mode.COLLECTED;
            scalar = value;
            collected.setLength(0);
          }
          case JsonShape other -> mustBe(other, "a string");
        }
      }
    }
  }

  @Override
  public void character(char c) {
    if (isElsewhere()) {
      elsewhere(tokens -> tokens.character(c), 0);
      return;
    }
    switch (mode) {
      case PLAIN -> pieces.text(c);
      case QUOTED -> {
        if (c < ESCAPES.length && ESCAPES[c] != null) {
          pieces.text(ESCAPES[c]);
        } else {
          pieces.text(c);
        }
      }
      case COLLECTED -> collected.append(c);
      case DROPPED, BETWEEN -> {}
    }
  }

  @Override
  public void characters(String text, int from, int to) {
    if (mode == Mode.PLAIN && !isElsewhere()) {
      pieces.text(text, from, to);
    } else {
      JsonTokens.super.characters(text, from, to);
    }
  }

  @Override
  public void endString() {
    if (isElsewhere()) {
      elsewhere(JsonTokens::endString, 0);
      return;
    }
    Mode ended = mode;
    mode = Mode.BETWEEN;
    switch (ended) {
      case QUOTED -> write("\"");
      case COLLECTED -> scalar(collected.toString(), true);
      case PLAIN, DROPPED, BETWEEN -> {}
    }
    valueEnded();
  }

  @Override
  public void literal(String text) {
    if (isElsewhere()) {
      elsewhere(tokens -> tokens.literal(text), 0);
      return;
    }
    switch (next()) {
      case Slot.Dropped drop -> {}
      case Slot.Entry entry -> fault(" must be an object with key and value, but it is " + text);
      case Slot.Shaped shaped -> literal(shaped, text);
    }
    valueEnded();
  }

  private void literal(Slot.Shaped slot, String text) {
    if (slot.isOptional() && Scalars.isNull(text)) {
      if (!text.equals("null")) {
        mended(" was written as " + text);
      }
      isAbsent = top == null;
      write(top == null ? "" : "null");
    } else if (slot.some() instanceof JsonShape.Scalar value) {
      scalar = value;
      scalar(text, false);
    } else {
      mustBe(slot.some(), text);
    }
  }

  private void scalar(String text, boolean quoted) {
    JsonShape.Scalar shape = scalar;
    if (shape == null || isBroken) {
      return;
    }
    try {
      write(Scalars.canonical(shape, text, quoted, place(), pieces::mended).toJson());
    } catch (JsonReadException e) {
      isBroken = true;
      pieces.fault(String.valueOf(e.getMessage()));
    }
  }

  private Slot next() {
    return top == null ? root : top.next();
  }

  private void valueEnded() {
    if (top == null) {
      isDone = !isBroken;
    } else {
      top.valueEnded();
    }
  }

  /** A token, to be told again. */
  private interface Token extends Consumer<JsonTokens> {}

  private boolean isElsewhere() {
    return isBroken || dropped > 0 || tape != null;
  }

  // To nobody, or to the tape.
  private void elsewhere(Token token, int deeper) {
    Tape recording = tape;
    if (isBroken) {
      return;
    }
    if (dropped > 0) {
      drop(deeper);
    } else if (recording != null) {
      token.accept(recording);
      if (recording.isOver()) {
        tape = null;
        play(recording);
      }
    }
  }

  private void drop(int deeper) {
    dropped += deeper;
    if (dropped == 0) {
      valueEnded();
    }
  }

  private void play(Tape recorded) {
    JsonShape.Variants union = Objects.requireNonNull(variants);
    String tag =
        Scalars.name(
            union.names(),
            Objects.requireNonNullElse(recorded.name(), ""),
            place() + "." + union.tag(),
            pieces::mended);
    Optional<JsonShape.Members> variant = union.variant(tag);
    if (variant.isEmpty()) {
      fault("." + union.tag() + " does not tell which record it is: '" + tag + "'");
      return;
    }
    top = new Level.Members(top, this, variant.get().members()).tagged(union.tag(), tag);
    recorded.replay(this);
  }

  private void mustBe(JsonShape shape, String found) {
    String what =
        switch (shape) {
          case JsonShape.Text text -> "a string";
          case JsonShape.Items list -> "an array";
          case JsonShape.Entries map -> "an array of entries with key and value";
          case JsonShape.Scalar value when !value.constants().isEmpty() ->
              "one of " + value.constants();
          case JsonShape.Scalar value -> value.jsonType();
          case JsonShape.Maybe maybe -> "a value or null";
          case JsonShape.Members record -> "an object";
          case JsonShape.Variants union -> "an object";
        };
    fault(" must be " + what + ", but it is " + found);
  }

  private String place() {
    List<String> parts = new ArrayList<>();
    for (Level level = top; level != null; level = level.parent) {
      parts.addFirst(level.part());
    }
    return name + String.join("", parts);
  }

  private static String[] escapes() {
    String[] escapes = new String['\\' + 1];
    for (char c = 0; c < escapes.length; c++) {
      String quoted = new JsonString(String.valueOf(c)).toJson();
      if (quoted.length() > 3) {
        escapes[c] = quoted.substring(1, quoted.length() - 1);
      }
    }
    return escapes;
  }
}
