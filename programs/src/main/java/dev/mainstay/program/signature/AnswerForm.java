package dev.mainstay.program.signature;

import java.util.Locale;

/** The form in which a model is asked to write its answer. */
public enum AnswerForm {
  /** One JSON object by a schema, for models that answer by one. */
  JSON,
  /** Each field after a header line, for every other. */
  MARKED;

  /** The form in one word, as in {@code json}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
