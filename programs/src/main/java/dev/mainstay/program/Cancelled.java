package dev.mainstay.program;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.util.List;
import java.util.Optional;

/** The end of a program whose caller has left between two calls. */
final class Cancelled {
  private Cancelled() {}

  static MainstayException exception(String why) {
    CallMetadata nothing = CallMetadata.of("", "");
    Failure left = new Failure.Cancelled(FailureDetail.of(why));
    return MainstayException.of(left, nothing, Optional.empty(), List.of());
  }
}
