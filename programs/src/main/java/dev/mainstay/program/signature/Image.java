package dev.mainstay.program.signature;

import dev.mainstay.model.Content;
import java.util.Objects;

/**
 * A picture that a program is given: a component of its input record.
 *
 * @param content the picture as a part of a message
 */
public record Image(Content content) {
  /** Null is refused. */
  public Image {
    Objects.requireNonNull(content, "content");
  }

  /** The picture at {@code url}, which may be a {@code data:} URL. */
  public static Image of(String url) {
    return new Image(Content.image(url));
  }

  /** The picture in {@code bytes}, of a media type such as {@code image/png}. */
  public static Image of(String mediaType, byte[] bytes) {
    return new Image(Content.image(mediaType, bytes));
  }
}
