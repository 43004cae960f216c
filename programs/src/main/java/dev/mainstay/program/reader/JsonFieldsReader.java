package dev.mainstay.program.reader;

import java.util.List;
import java.util.Optional;

/** Reads an answer in JSON; text around it is dropped. */
final class JsonFieldsReader implements FieldsReader {
  private final Pieces pieces;
  private final JsonInText json;

  JsonFieldsReader(Pieces pieces) {
    this.pieces = pieces;
    this.json =
        new JsonInText(
            pieces,
            new FieldsObject(pieces),
            "the answer",
            "the JSON",
            new JsonInText.Wanted(true, false));
  }

  @Override
  public List<FieldPiece> read(String text) {
    json.accept(text);
    return pieces.take();
  }

  @Override
  public List<FieldPiece> end() {
    switch (json.end()) {
      case NOTHING -> pieces.fault("there is no JSON object in the answer");
      case WHOLE -> pieces.end();
      case BROKEN -> {}
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
