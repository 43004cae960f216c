/**
 * Typed programs of calls to models: a record in, a record out, streamed field by field. {@link
 * dev.mainstay.program.Predict} is where to begin.
 */
module dev.mainstay.program {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;

  exports dev.mainstay.program;
  exports dev.mainstay.program.event;
  exports dev.mainstay.program.optimize;
  exports dev.mainstay.program.signature;
}
