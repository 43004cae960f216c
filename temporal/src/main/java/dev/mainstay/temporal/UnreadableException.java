package dev.mainstay.temporal;

import io.temporal.common.converter.DataConverterException;

/**
 * A payload that is not what it is read as, since its writer is of another version, or not ours at
 * all. Its message names the types alone: what is in the payload is nobody's to read here.
 *
 * <p>An activity fails by it at once, and for good. A workflow does so too, where it is registered
 * with {@link DurableWorker#workflowOptions}: Temporal would else repeat its task for ever.
 */
public final class UnreadableException extends DataConverterException {
  private static final long serialVersionUID = 1L;

  /** A payload that could not be read as {@code type}, by a failure of which the type is told. */
  UnreadableException(Class<?> type, Throwable why) {
    super("a payload is not a " + type.getName() + ": " + named(why));
  }

  private static String named(Throwable why) {
    Throwable cause = why.getCause() == null ? why : why.getCause();
    return cause.getClass().getSimpleName();
  }
}
