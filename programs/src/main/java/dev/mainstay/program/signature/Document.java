package dev.mainstay.program.signature;

import dev.mainstay.model.Content;
import java.util.Objects;

/**
 * A document that a program is given: a component of its input record.
 *
 * @param content the document as a part of a message
 */
public record Document(Content content) {
  /** Null is refused. */
  public Document {
    Objects.requireNonNull(content, "content");
  }

  /** The PDF document in {@code bytes}, by the name {@code name}. */
  public static Document pdf(String name, byte[] bytes) {
    return new Document(Content.pdf(name, bytes));
  }

  /**
   * The document in {@code bytes}.
   *
   * @param name the file's name, as in {@code report.pdf}, which the model may see
   * @param mediaType as in {@code application/pdf}, which is what most providers take
   */
  public static Document of(String name, String mediaType, byte[] bytes) {
    return new Document(Content.file(name, mediaType, bytes));
  }
}
