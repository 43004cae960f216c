package dev.mainstay.program.reader;

import dev.mainstay.schema.JsonShape;

/** What the next value is to be. */
sealed interface Slot {
  /** A value of {@code shape}. */
  record Shaped(JsonShape shape) implements Slot {
    /** What it is if it is there. */
    JsonShape some() {
      return shape instanceof JsonShape.Maybe maybe ? maybe.some() : shape;
    }

    boolean isOptional() {
      return shape instanceof JsonShape.Maybe;
    }
  }

  /** An entry of a map: an object with {@code key} and {@code value}. */
  record Entry(JsonShape value) implements Slot {}

  /** Whatever comes is dropped. */
  record Dropped() implements Slot {}
}
