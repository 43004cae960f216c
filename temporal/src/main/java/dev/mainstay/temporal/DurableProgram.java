package dev.mainstay.temporal;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.JsonObject;
import dev.mainstay.schema.JsonType;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Calls a program from a workflow: the worker has it by its name, in {@link DurablePrograms}. It is
 * one activity, with as many calls of models as it needs, and survives the death of its worker.
 * Immutable; for workflow code alone.
 *
 * <pre>{@code
 * private final DurableProgram<Question, Answer> qa =
 *     DurableProgram.of("qa", Question.class, Answer.class);
 *
 * public String run(String question) {
 *   return qa.call(new Question(question)).answer();
 * }
 * }</pre>
 *
 * <p>Input and answer travel as {@link JsonType} has them: records, without images, documents and
 * histories.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class DurableProgram<I, O> {
  private final String name;
  private final JsonType<I> input;
  private final JsonType<O> output;
  private final DurableChat chat;

  private DurableProgram(String name, JsonType<I> input, JsonType<O> output, DurableChat chat) {
    this.name = name;
    this.input = input;
    this.output = output;
    this.chat = chat;
  }

  /**
   * The worker's program of that name.
   *
   * @throws dev.mainstay.schema.SchemaException if a type cannot travel; the message says which
   */
  public static <I, O> DurableProgram<I, O> of(String name, Class<I> input, Class<O> output) {
    Objects.requireNonNull(name, "name");
    return new DurableProgram<>(
        name, JsonType.of(input), JsonType.of(output), DurableChat.create());
  }

  /** This one with another policy; its numbers are those of each call of a model. */
  public DurableProgram<I, O> withPolicy(CallPolicy policy) {
    return with(chat.withPolicy(policy));
  }

  /** This one with what is streamed of it going to the worker's sink of that name. */
  public DurableProgram<I, O> withSink(String sink) {
    return with(chat.withSink(sink));
  }

  /** This one on another task queue than the workflow's. */
  public DurableProgram<I, O> withTaskQueue(String taskQueue) {
    return with(chat.withTaskQueue(taskQueue));
  }

  /** This one with its activity's options changed, as {@link DurableChat#withActivityOptions}. */
  public DurableProgram<I, O> withActivityOptions(UnaryOperator<ActivityOptions.Builder> change) {
    return with(chat.withActivityOptions(change));
  }

  private DurableProgram<I, O> with(DurableChat chat) {
    return new DurableProgram<>(name, input, output, chat);
  }

  /**
   * The answer to {@code question}.
   *
   * @throws MainstayException if there is none; an answer that is not one of the program's, or not
   *     of the type that it is here, is an {@code UnparsableAnswer}
   * @throws ActivityFailure if the call was cancelled
   */
  public O call(I question) {
    return read(answer(question, Optional.empty(), Optional.empty()));
  }

  /**
   * {@link #call}, with one field's text going to the sink as it comes. After a worker's death the
   * program starts over, and the message's readers are told {@code Restarted}.
   *
   * @param field the name of the answer's component
   * @param messageId the sink's, one of its own for each answer
   * @throws MainstayException if there is none
   * @throws ActivityFailure if the call was cancelled
   */
  public StreamedValue<O> stream(I question, String field, String messageId) {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(messageId, "messageId");
    JsonObject answer = answer(question, Optional.of(field), Optional.of(messageId));
    return new StreamedValue<>(
        read(answer.without(Set.of(ProgramTask.SINK_FAILURE))),
        answer.text(ProgramTask.SINK_FAILURE));
  }

  private JsonObject answer(I question, Optional<String> field, Optional<String> messageId) {
    Objects.requireNonNull(question, "question");
    ProgramTask task = new ProgramTask(name, written(question), field, chat.programCall(messageId));
    JsonObject travels = DurableChat.sized(task.json());
    ProgramActivities activities =
        Workflow.newActivityStub(ProgramActivities.class, chat.options());
    if (field.isEmpty()) {
      return DurableChat.ours(() -> activities.answer(travels));
    }
    ProgramActivities leaving =
        Workflow.newActivityStub(ProgramActivities.class, CancelledStream.options(chat.options()));
    return DurableChat.ours(() ->
        CancelledStream.telling(task.call(), () -> activities.answer(travels), leaving::cancelled));
  }

  // Anything but a failure of ours would have Temporal run the workflow's task again for ever.
  private JsonObject written(I question) {
    try {
      return input.write(question);
    } catch (RuntimeException e) {
      String words = "the input of program '" + name + "' cannot be written, by " + named(e);
      throw DurableChat.exception(new Failure.BadRequest(FailureDetail.of(words)));
    }
  }

  // What it says of the answer quotes it.
  private O read(JsonObject answer) {
    try {
      return output.read(answer);
    } catch (RuntimeException e) {
      String words =
          "the answer of program '"
              + name
              + "' is not a "
              + output.name()
              + ", by "
              + named(e)
              + "; give the workflow the record that its worker has";
      throw DurableChat.exception(new Failure.UnparsableAnswer(FailureDetail.of(words)));
    }
  }

  private static String named(RuntimeException e) {
    return e.getClass().getSimpleName();
  }
}
