package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.Optional;

/** The stream of one predictor, read on the reader's own thread. */
record PredictStream<I, O>(PredictorCall<I, O> call, RunRoot root) implements ProgramStream<O> {
  @Override
  public Optional<ProgramEvent<O>> nextEvent() {
    return call.next();
  }

  @Override
  public ProgramMetadata metadata() {
    return root.metadata();
  }

  @Override
  public void close() {
    call.close();
  }
}
