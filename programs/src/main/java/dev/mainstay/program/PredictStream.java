package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.event.ProgramMetadata;
import java.util.Optional;

/** The stream of one predictor, read on the reader's own thread. */
record PredictStream<I, O>(Conversation<I, O> conversation, RunRoot root)
    implements ProgramStream<O> {
  @Override
  public Optional<ProgramEvent<O>> nextEvent() {
    return conversation.next();
  }

  @Override
  public ProgramMetadata metadata() {
    return root.metadata();
  }

  @Override
  public void close() {
    conversation.close();
  }
}
