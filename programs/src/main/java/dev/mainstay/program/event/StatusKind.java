package dev.mainstay.program.event;

/** What a status is about. */
public enum StatusKind {
  /** A program that another one calls begins. */
  PROGRAM_BEGUN,
  /** It has answered, or failed. */
  PROGRAM_ENDED,
  /** A deployment is asked. */
  ATTEMPT_BEGUN,
  /** It has answered, or failed. */
  ATTEMPT_ENDED,
  /** The form in which a deployment is asked has been chosen, or is another one now. */
  FORM_CHOSEN,
  /** An answer could not be read, and the model is asked again. */
  ASKED_AGAIN,
  /** A tool begins. */
  TOOL_BEGUN,
  /** It has ended. */
  TOOL_ENDED,
  /** What a program of the user's own says. */
  OWN
}
