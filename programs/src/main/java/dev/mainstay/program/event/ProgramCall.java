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
 * @param form the form in which it was asked
 * @param call the story of the call
 * @param usage the tokens that it used, where told
 * @param mended what of the answer was mended or dropped, in words
 * @param fault why it could not be read, or why there was no answer; nothing where it was read
 */
public record ProgramCall(
    String path,
    AnswerForm form,
    CallMetadata call,
    Optional<Usage> usage,
    List<String> mended,
    Optional<String> fault) {
  /** A call; the list is copied. */
  public ProgramCall {
    mended = List.copyOf(mended);
  }
}
