package dev.mainstay.provider.bedrock;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a picture, a document, a film or a sound is to Converse.
 *
 * @param kind the block's member
 * @param format its format
 */
record Media(String kind, String format) {
  static final String DOCUMENT = "document";

  private static final String IMAGE = "image";
  private static final String VIDEO = "video";
  private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

  // Of one format the first name is its file's ending, too.
  private static final Map<String, Media> BY_ENDING =
      Map.ofEntries(
          entry("png", IMAGE, "png"),
          entry("jpg", IMAGE, "jpeg"),
          entry("jpeg", IMAGE, "jpeg"),
          entry("gif", IMAGE, "gif"),
          entry("webp", IMAGE, "webp"),
          entry("pdf", DOCUMENT, "pdf"),
          entry("csv", DOCUMENT, "csv"),
          entry("doc", DOCUMENT, "doc"),
          entry("docx", DOCUMENT, "docx"),
          entry("xls", DOCUMENT, "xls"),
          entry("xlsx", DOCUMENT, "xlsx"),
          entry("html", DOCUMENT, "html"),
          entry("txt", DOCUMENT, "txt"),
          entry("md", DOCUMENT, "md"),
          entry("mp4", VIDEO, "mp4"),
          entry("mov", VIDEO, "mov"),
          entry("mkv", VIDEO, "mkv"),
          entry("webm", VIDEO, "webm"),
          entry("flv", VIDEO, "flv"),
          entry("mpeg", VIDEO, "mpeg"),
          entry("mpg", VIDEO, "mpg"),
          entry("wmv", VIDEO, "wmv"),
          entry("3gp", VIDEO, "three_gp"));

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/msword", "doc"),
          Map.entry(OFFICE + "wordprocessingml.document", "docx"),
          Map.entry("application/vnd.ms-excel", "xls"),
          Map.entry(OFFICE + "spreadsheetml.sheet", "xlsx"),
          Map.entry("text/plain", "txt"),
          Map.entry("text/markdown", "md"),
          Map.entry("video/quicktime", "mov"),
          Map.entry("video/x-matroska", "mkv"),
          Map.entry("video/x-flv", "flv"),
          Map.entry("video/x-ms-wmv", "wmv"),
          Map.entry("video/3gpp", "3gp"));

  private static Map.Entry<String, Media> entry(String ending, String kind, String format) {
    return Map.entry(ending, new Media(kind, format));
  }

  /** What {@code type} is, as in {@code image/png}. */
  static Optional<Media> ofType(String type) {
    String known = type.toLowerCase(Locale.ROOT);
    String ending = ENDINGS.getOrDefault(known, known.substring(known.indexOf('/') + 1));
    return Optional.ofNullable(BY_ENDING.get(ending));
  }

  /** What a file called {@code name} is, by its ending. */
  static Optional<Media> ofName(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_ENDING.get(ending));
  }
}
