package dev.mainstay.program.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object up to the one that tells which record it is. Whoever hears tokens feeds
 * them here until {@link #isOver}.
 */
final class Tape implements JsonTokens {
  private final String tag;
  private final List<Consumer<JsonTokens>> tokens = new ArrayList<>();
  private final StringBuilder name = new StringBuilder();
  private int depth;
  private boolean isTag;
  private boolean isOver;
  private boolean isNamed;

  Tape(String tag) {
    this.tag = tag;
  }

  /** Whether the tag has been read, or will not come any more. */
  boolean isOver() {
    return isOver;
  }

  /** The tag's text; nothing where the object ended without one, or had something else there. */
  @Nullable String name() {
    return isNamed ? name.toString() : null;
  }

  /** Tells {@code tokens} the members before the tag. */
  void replay(JsonTokens tokens) {
    this.tokens.forEach(token -> token.accept(tokens));
  }

  @Override
  public void beginObject() {
    begin(JsonTokens::beginObject);
  }

  @Override
  public void beginArray() {
    begin(JsonTokens::beginArray);
  }

  private void begin(Consumer<JsonTokens> token) {
    isOver |= isTag;
    depth++;
    tokens.add(token);
  }

  @Override
  public void endObject() {
    if (depth == 0) {
      isOver = true;
    } else {
      end(JsonTokens::endObject);
    }
  }

  @Override
  public void endArray() {
    end(JsonTokens::endArray);
  }

  private void end(Consumer<JsonTokens> token) {
    depth--;
    tokens.add(token);
  }

  @Override
  public void key(String key) {
    isTag = depth == 0 && key.equals(tag);
    if (!isTag) {
      tokens.add(to -> to.key(key));
    }
  }

  @Override
  public void beginString() {
    if (!isTag) {
      tokens.add(JsonTokens::beginString);
    }
  }

  @Override
  public void character(char c) {
    if (isTag) {
      name.append(c);
    } else {
      tokens.add(to -> to.character(c));
    }
  }

  @Override
  public void endString() {
    if (isTag) {
      isNamed = true;
      isOver = true;
    } else {
      tokens.add(JsonTokens::endString);
    }
  }

  @Override
  public void literal(String text) {
    if (isTag) {
      isOver = true;
    } else {
      tokens.add(to -> to.literal(text));
    }
  }
}
