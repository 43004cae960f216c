package dev.mainstay.program.reader;

import java.util.List;
import java.util.Optional;

/**
 * Reads an answer in marked fields: each after a header that begins a line and holds the nonce.
 * Text before the first header and after the end mark is dropped.
 */
final class MarkedFieldsReader implements FieldsReader {
  private static final FieldBody NOTHING = new FieldBody.Nothing();

  private final Pieces pieces;
  private final HeaderLine header;
  private final Dropped before = new Dropped("before the first field");
  private final Dropped behind = new Dropped("after the end");
  private FieldBody section = NOTHING;
  private boolean isLineStart = true;
  private boolean isInHeader;
  private boolean isBegun;
  private boolean isEnded;

  MarkedFieldsReader(Pieces pieces, String nonce) {
    this.pieces = pieces;
    this.header = new HeaderLine(nonce);
  }

  @Override
  public List<FieldPiece> read(String text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
    return pieces.take();
  }

  private void accept(char c) {
    if (isEnded) {
      behind.add(c);
      return;
    }
    if (isInHeader) {
      switch (header.accept(c)) {
        case MAYBE -> {
          return;
        }
        case YES -> {
          isInHeader = false;
          open(header.name());
          return;
        }
        case NO -> giveUp();
      }
    }
    if (c == '[' && isLineStart) {
      isInHeader = true;
      header.begin();
    } else {
      put(c);
    }
  }

  private void giveUp() {
    isInHeader = false;
    String text = header.held();
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(char c) {
    isLineStart = c == '\n' || (isLineStart && (c == ' ' || c == '\t'));
    if (isBegun) {
      section.accept(c);
    } else {
      before.add(c);
    }
  }

  private void open(String name) {
    if (!isBegun) {
      before.tell(pieces);
    }
    section.end();
    section = NOTHING;
    isBegun = true;
    isLineStart = false;
    if (name.equals(END)) {
      isEnded = true;
      return;
    }
    int field = pieces.begin(name);
    section = field < 0 ? NOTHING : FieldBody.of(pieces, field);
  }

  @Override
  public List<FieldPiece> end() {
    if (isInHeader) {
      giveUp();
    }
    section.end();
    section = NOTHING;
    if (!isBegun) {
      pieces.fault("there is no field's header in the answer");
    } else {
      behind.tell(pieces);
      pieces.end();
    }
    return pieces.take();
  }

  @Override
  public ReadFields reading() {
    return pieces.reading();
  }

  @Override
  public Optional<String> fault() {
    return pieces.fault();
  }
}
