package dev.mainstay.model;

/** Something that arrives in an answer. */
public sealed interface ChatEvent {

  /** A piece of the answer's text. */
  record TextDelta(String text) implements ChatEvent {}

  /** A piece of the model's reasoning. */
  record ReasoningDelta(String text) implements ChatEvent {}

  /** A piece of a refusal. */
  record RefusalDelta(String text) implements ChatEvent {}

  /**
   * A piece of a tool call.
   *
   * @param index which tool call of the answer, from 0
   * @param id the call's id; empty but in its first piece
   * @param name the tool's name; empty but in its first piece, unless the provider sends the name
   *     later, or in pieces
   * @param arguments the next piece of the arguments' JSON text
   */
  record ToolCallDelta(int index, String id, String name, String arguments) implements ChatEvent {}

  /**
   * The tokens used. In a chunk those used so far, of which the last told counts; among a stream's
   * events once for each answer, after all others.
   */
  record UsageReported(Usage usage) implements ChatEvent {}

  /**
   * The semantic end: the answer is whole.
   *
   * @param reason why the model stopped
   * @param nativeReason the provider's own word for it
   */
  record Finished(FinishReason reason, String nativeReason) implements ChatEvent {}

  /**
   * The answer starts over, since its stream broke: what came before is to be dropped. A caller
   * sees it only where the group is set to {@code restart}. From a provider it says that a second
   * answer begins in the same stream, which breaks the first.
   */
  record Restarted() implements ChatEvent {}

  /**
   * An event of a choice other than the first, where more than one was asked for ({@code n > 1}).
   *
   * @param index which choice, from 1
   * @param event what arrived for it
   */
  record OtherChoice(int index, ChatEvent event) implements ChatEvent {}

  /** Whether this is output to the caller: text, reasoning, a refusal or part of a tool call. */
  default boolean isOutput() {
    return switch (this) {
      case TextDelta(String text) -> !text.isEmpty();
      case ReasoningDelta(String text) -> !text.isEmpty();
      case RefusalDelta(String text) -> !text.isEmpty();
      case ToolCallDelta delta -> true;
      case UsageReported usage -> false;
      case Finished finished -> false;
      case Restarted restarted -> false;
      case OtherChoice(int index, ChatEvent event) -> event.isOutput();
    };
  }

  /** Whether this is part of a tool call, of whichever choice. */
  default boolean isToolCall() {
    return switch (this) {
      case ToolCallDelta delta -> true;
      case OtherChoice(int index, ChatEvent event) -> event.isToolCall();
      case TextDelta text -> false;
      case ReasoningDelta reasoning -> false;
      case RefusalDelta refusal -> false;
      case UsageReported usage -> false;
      case Finished finished -> false;
      case Restarted restarted -> false;
    };
  }
}
