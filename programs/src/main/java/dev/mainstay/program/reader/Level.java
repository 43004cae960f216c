package dev.mainstay.program.reader;

import dev.mainstay.json.JsonString;
import dev.mainstay.schema.JsonMember;
import dev.mainstay.schema.JsonShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object or an array that has begun: says what comes next in it, and writes what is between. */
abstract sealed class Level {
  private static final Slot DROPPED = new Slot.Dropped();

  final @Nullable Level parent;
  final ShapedValue value;
  private int count;

  Level(@Nullable Level parent, ShapedValue value) {
    this.parent = parent;
    this.value = value;
  }

  /** What the value that begins is to be. */
  abstract Slot next();

  /** A member's name has come. */
  abstract void key(String name);

  /** The value that had begun is whole. */
  void valueEnded() {}

  /** Writes the end. */
  abstract void end();

  /** Where the value that is being read stands in this, as in {@code [2]} or {@code .price}. */
  abstract String part();

  void separate() {
    if (count++ > 0) {
      value.write(",");
    }
  }

  int count() {
    return count;
  }

  /** An array. */
  static final class Items extends Level {
    private final Slot item;

    Items(@Nullable Level parent, ShapedValue value, Slot item) {
      super(parent, value);
      this.item = item;
      value.write("[");
    }

    @Override
    Slot next() {
      separate();
      return item;
    }

    @Override
    void key(String name) {
      throw new IllegalStateException("a name in an array");
    }

    @Override
    void end() {
      value.write("]");
    }

    @Override
    String part() {
      return "[" + Math.max(0, count() - 1) + "]";
    }
  }

  /** A record. */
  static final class Members extends Level {
    private final List<JsonMember> members;
    private final Set<String> seen = new HashSet<>();
    private Slot next = DROPPED;
    private String name = "";

    Members(@Nullable Level parent, ShapedValue value, List<JsonMember> members) {
      super(parent, value);
      this.members = members;
      value.write("{");
    }

    /** Writes the member that tells which record it is. */
    Members tagged(String tag, String variant) {
      begin(tag);
      seen.add(tag);
      value.write(new JsonString(variant).toJson());
      return this;
    }

    @Override
    void key(String name) {
      this.name = name;
      next = DROPPED;
      if (!seen.add(name)) {
        value.mended(" came twice");
        return;
      }
      for (JsonMember member : members) {
        if (member.name().equals(name)) {
          begin(name);
          next = new Slot.Shaped(member.shape());
          return;
        }
      }
      value.mended(" is not known");
    }

    private void begin(String name) {
      separate();
      value.write(new JsonString(name).toJson() + ":");
    }

    @Override
    Slot next() {
      return next;
    }

    @Override
    void end() {
      for (JsonMember member : members) {
        if (!seen.contains(member.name())) {
          name = member.name();
          if (!(member.shape() instanceof JsonShape.Maybe)) {
            value.fault(" is missing");
            return;
          }
          begin(name);
          value.write("null");
        }
      }
      value.write("}");
    }

    @Override
    String part() {
      return "." + name;
    }
  }

  /** A map that is written as an object: it becomes an array of entries. */
  static final class Entries extends Level {
    private final Slot entry;
    private final Set<String> seen = new HashSet<>();
    private Slot next = DROPPED;
    private String name = "";

    Entries(@Nullable Level parent, ShapedValue value, JsonShape entry) {
      super(parent, value);
      this.entry = new Slot.Shaped(entry);
      value.write("[");
    }

    @Override
    void key(String name) {
      this.name = name;
      if (seen.add(name)) {
        separate();
        value.write("{\"key\":" + new JsonString(name).toJson() + ",\"value\":");
        next = entry;
      } else {
        value.mended(" came twice");
        next = DROPPED;
      }
    }

    @Override
    Slot next() {
      return next;
    }

    @Override
    void valueEnded() {
      if (!(next instanceof Slot.Dropped)) {
        value.write("}");
      }
    }

    @Override
    void end() {
      value.write("]");
    }

    @Override
    String part() {
      return "." + name;
    }
  }
}
