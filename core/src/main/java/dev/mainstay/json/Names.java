package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names of one object's members in their order, each once. Objects that were parsed share them
 * where they have the same, as all chunks of a stream do: those that came last are kept. Immutable.
 */
final class Names {
  // Beyond these sizes an object has names of its own.
  private static final int MOST = 32;
  private static final int LONGEST = 48;

  private static final int HASHES = 64;
  private static final byte SEVERAL = -1;

  private static final int PLACES = 256;
  // Whoever loses a race makes names of its own.
  private static final @Nullable Names[] KNOWN = new Names[PLACES];

  private static final int SPREAD = 0x9E3779B9;

  private final String[] names;
  // Those of the parsed text as they stood there.
  private final byte[][] ascii;
  // By the end of its hash where a name stands, from 1, or SEVERAL; 0 where none has it, as most
  // that are looked for.
  private final byte[] places = new byte[HASHES];
  // Of many names, made when one is looked for first. Several threads may do so at once.
  private @Nullable Index index;

  /** Where each name stands. */
  private record Index(Map<String, Integer> places) {}

  private Names(String[] names, byte[][] ascii) {
    this.names = names;
    this.ascii = ascii;
    for (int i = 0; i < names.length; i++) {
      int hash = names[i].hashCode() & (HASHES - 1);
      places[hash] = places[hash] == 0 && i < Byte.MAX_VALUE ? (byte) (i + 1) : SEVERAL;
    }
  }

  /** {@code names}, among which none is twice. */
  static Names of(String[] names) {
    return new Names(names, new byte[0][]);
  }

  /** Those of the members from the node {@code first} to {@code end}, if such came lately. */
  static @Nullable Names known(JsonTape tape, int first, int end) {
    Names known = KNOWN[place(tape, first, end)];
    return known != null && known.areAt(tape, first, end) ? known : null;
  }

  /** The same, of which none is twice, for those that come next. */
  static Names keep(String[] names, JsonTape tape, int first, int end) {
    if (names.length > MOST) {
      return of(names);
    }
    byte[][] ascii = new byte[names.length][];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = names[i].getBytes(StandardCharsets.ISO_8859_1);
      if (ascii[i].length > LONGEST) {
        return of(names);
      }
    }
    Names kept = new Names(names, ascii);
    if (!kept.areAt(tape, first, end)) {
      return of(names);
    }
    KNOWN[place(tape, first, end)] = kept;
    return kept;
  }

  private boolean areAt(JsonTape tape, int first, int end) {
    int at = first;
    for (byte[] name : ascii) {
      if (at == end || !tape.isPlain(at, name)) {
        return false;
      }
      at = tape.next(at + JsonTape.WIDTH);
    }
    return at == end;
  }

  // The names of two kinds of objects have nearly always other lengths, or begin otherwise.
  private static int place(JsonTape tape, int first, int end) {
    int hash = 0;
    for (int at = first; at < end; at = tape.next(at + JsonTape.WIDTH)) {
      hash = 31 * hash + tape.outline(at);
    }
    return (hash * SPREAD) >>> Integer.numberOfLeadingZeros(PLACES - 1);
  }

  int count() {
    return names.length;
  }

  String at(int place) {
    return names[place];
  }

  /** All of them; not to be changed. */
  String[] all() {
    return names;
  }

  /** Where {@code name} stands, from 0; below 0 where it does not. */
  int indexOf(String name) {
    Objects.requireNonNull(name, "name");
    byte place = places[name.hashCode() & (HASHES - 1)];
    if (place == SEVERAL) {
      return among(name);
    }
    return place == 0 || !names[place - 1].equals(name) ? -1 : place - 1;
  }

  private int among(String name) {
    return names.length <= NameList.SMALL
        ? NameList.indexOf(name, names, names.length)
        : index().places.getOrDefault(name, -1);
  }

  // Whoever asks a large object for each of its names must not walk all of them each time.
  private Index index() {
    Index known = index;
    if (known == null) {
      known = new Index(NameList.places(names, names.length));
      index = known;
    }
    return known;
  }
}
