package dev.mainstay.program.reader;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.schema.JsonShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one answer as they fill. Once there is a fault, no piece goes out any more. */
final class Pieces {
  private static final int MOST_NOTES = 20;

  private enum State {
    MISSING,
    OPEN,
    ABSENT,
    WHOLE
  }

  private final List<AnswerField> fields;
  private final State[] states;
  private final StringBuilder[] texts;
  private final Set<String> mended = new LinkedHashSet<>();
  private final StringBuilder fresh = new StringBuilder();
  private List<FieldPiece> out = new ArrayList<>();
  private int open = -1;
  private @Nullable String fault;

  Pieces(List<AnswerField> fields) {
    this.fields = List.copyOf(fields);
    this.states = new State[fields.size()];
    this.texts = new StringBuilder[fields.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = State.MISSING;
      texts[i] = new StringBuilder();
    }
  }

  AnswerField field(int index) {
    return fields.get(index);
  }

  private int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Begins the field {@code name}; gives where it stands among the fields. One that is not known,
   * or has come before, is noted and dropped: -1.
   */
  int begin(String name) {
    int field = indexOf(name);
    if (field < 0) {
      mended(name + " is not known");
      return -1;
    }
    if (states[field] != State.MISSING) {
      mended(name + " came twice");
      return -1;
    }
    begin(field);
    return field;
  }

  private void begin(int field) {
    states[field] = State.OPEN;
    open = field;
    emit(new FieldPiece.Begun(field));
  }

  void text(char c) {
    fresh.append(c);
  }

  void text(String text) {
    fresh.append(text);
  }

  void text(String text, int from, int to) {
    fresh.append(text, from, to);
  }

  /** The open field is whole. */
  void done() {
    end(State.WHOLE);
  }

  /** The open field is not there, which it need not be. */
  void absent() {
    end(State.ABSENT);
  }

  /** The open field cannot be read. */
  void abandon() {
    flush();
    open = -1;
  }

  private void end(State state) {
    flush();
    int field = open;
    open = -1;
    if (states[field] == State.OPEN) {
      states[field] = state;
      emit(new FieldPiece.Done(field));
    }
  }

  private void flush() {
    if (!fresh.isEmpty() && open >= 0) {
      String text = fresh.toString();
      texts[open].append(text);
      emit(new FieldPiece.Text(open, text));
    }
    fresh.setLength(0);
  }

  private void emit(FieldPiece piece) {
    if (fault == null) {
      out.add(piece);
    }
  }

  void mended(String what) {
    if (mended.size() < MOST_NOTES) {
      mended.add(what);
    }
  }

  /** The answer cannot be read; the first fault is the one that counts. */
  void fault(String why) {
    if (fault == null) {
      flush();
      fault = why;
    }
  }

  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** The pieces since the last call. */
  List<FieldPiece> take() {
    flush();
    if (out.isEmpty()) {
      return List.of();
    }
    List<FieldPiece> taken = out;
    out = new ArrayList<>();
    return taken;
  }

  /** Nothing more comes: optional fields that are missing are not there, others are a fault. */
  void end() {
    for (int i = 0; i < states.length; i++) {
      if (states[i] == State.MISSING && fields.get(i).isOptional()) {
        begin(i);
        absent();
      } else if (states[i] == State.MISSING) {
        fault(fields.get(i).name() + " is missing");
      }
    }
  }

  ReadFields reading() {
    JsonObjectBuilder values = JsonObject.builder();
    Map<String, String> read = new LinkedHashMap<>();
    for (int i = 0; i < states.length; i++) {
      String name = fields.get(i).name();
      if (states[i] == State.OPEN || states[i] == State.WHOLE) {
        read.put(name, texts[i].toString());
      }
      if (states[i] == State.WHOLE || states[i] == State.ABSENT) {
        values.put(name, value(i));
      }
    }
    return new ReadFields(values.build(), read, List.copyOf(mended), fault());
  }

  private JsonValue value(int field) {
    if (states[field] == State.ABSENT) {
      return JsonNull.NULL;
    }
    String text = texts[field].toString();
    return fields.get(field).some() instanceof JsonShape.Text
        ? new JsonString(text)
        : Json.parse(text);
  }
}
