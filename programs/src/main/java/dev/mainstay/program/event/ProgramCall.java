package dev.mainstay.program.event;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.model.Usage;
import dev.mainstay.program.signature.AnswerForm;
import java.util.List;
import java.util.Optional;

/**
 * One answer of a model in the story of a program.
 *
 * @param path the program that asked
 * @param forms the forms in which it was asked, in order: another one each time that the next who
 *     was asked takes another, which a fallback may; the last is the answer's
 * @param call the story of the call
 * @param usage the tokens that it used, where told
 * @param mended what of the answer was mended or dropped, in words
 * @param fault why it could not be read, or why there was no answer; nothing where it was read
 */
public record ProgramCall(
    String path,
    List<AnswerForm> forms,
    CallMetadata call,
    Optional<Usage> usage,
    List<String> mended,
    Optional<String> fault) {
  /**
   * A call; the lists are copied.
   *
   * @throws IllegalArgumentException if there is no form
   */
  public ProgramCall {
    forms = List.copyOf(forms);
    mended = List.copyOf(mended);
    if (forms.isEmpty()) {
      throw new IllegalArgumentException("a call without a form; name the one it was asked in");
    }
  }

  /** The form of the answer. */
  public AnswerForm form() {
    return forms.getLast();
  }
}
