package dev.mainstay.program;

import dev.mainstay.Mainstay;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A builder of a {@link Predict}. A model has to be named; everything else has a default. */
public final class PredictBuilder<I, O> {
  private final Signature<I, O> signature;
  private final Map<String, JsonValue> fields = new LinkedHashMap<>();
  private final List<Demo> demos = new ArrayList<>();
  private Consumer<PredictSettings<I, O>> settings = none -> {};
  private @Nullable String model;

  PredictBuilder(Signature<I, O> signature) {
    this.signature = signature;
  }

  /** The model group, or {@code provider/model}. */
  public PredictBuilder<I, O> model(String model) {
    this.model = Objects.requireNonNull(model, "model");
    return this;
  }

  /** What the program is to do; by default it is told its fields alone. */
  public PredictBuilder<I, O> instructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    return with(to -> to.instructions = instructions);
  }

  /**
   * Adds an example that the model is shown.
   *
   * @throws dev.mainstay.schema.SchemaException if one of them cannot be described to a model
   * @throws IllegalArgumentException if one of them has a component that is {@code null}
   */
  public PredictBuilder<I, O> demo(Record input, Record output) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
    return demo(Demo.of(input, output));
  }

  /** Adds an example that the model is shown. */
  public PredictBuilder<I, O> demo(Demo demo) {
    demos.add(Objects.requireNonNull(demo, "demo"));
    return this;
  }

  /** How much chance there is in the answer: 0 to 2. */
  public PredictBuilder<I, O> temperature(double temperature) {
    return field("temperature", JsonNumber.of(temperature));
  }

  /** The most tokens that the answer may have, at least 1. */
  public PredictBuilder<I, O> maxTokens(int tokens) {
    return field("max_tokens", JsonNumber.of(tokens));
  }

  /** Sets a field of the request, as {@code seed}; not those that are the program's own. */
  public PredictBuilder<I, O> field(String name, JsonValue value) {
    fields.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return this;
  }

  /** Wishes for its calls, as how often to retry and how long all may take. */
  public PredictBuilder<I, O> options(CallOptions options) {
    Objects.requireNonNull(options, "options");
    return with(to -> to.options = options);
  }

  /**
   * What to do about a stream that breaks after a field has been seen; by default to go on where it
   * broke if that can be, else to start over, which is told by {@link ProgramEvent.Restarted}.
   */
  public PredictBuilder<I, O> recovery(RecoveryPolicy recovery) {
    Objects.requireNonNull(recovery, "recovery");
    return with(to -> to.recovery = recovery);
  }

  /**
   * How often an answer that cannot be read is asked for again, at least 0; 2 by default.
   *
   * @throws IllegalArgumentException if it is less
   */
  public PredictBuilder<I, O> parseRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("parseRetries is " + retries + "; use 0 or more");
    }
    return with(to -> to.parseRetries = retries);
  }

  /** The form to ask for, whoever is asked; by default what the deployment's model can do. */
  public PredictBuilder<I, O> form(AnswerForm form) {
    Objects.requireNonNull(form, "form");
    return with(to -> to.form = Optional.of(form));
  }

  private PredictBuilder<I, O> with(Consumer<PredictSettings<I, O>> change) {
    settings = settings.andThen(change);
    return this;
  }

  /**
   * The program, which calls by {@code mainstay}.
   *
   * @throws IllegalStateException if no model has been named
   * @throws IllegalArgumentException if an example has a field that the signature has not, or one
   *     of another kind, or a field of the request has been set that is the program's own, as
   *     {@code messages} is
   */
  public Predict<I, O> build(Mainstay mainstay) {
    Objects.requireNonNull(mainstay, "mainstay");
    if (model == null) {
      throw new IllegalStateException(
          "the program has no model; name a group, or provider/model, with model(…)");
    }
    ChatRequest template = ChatRequest.builder(model).user("-").build();
    for (Map.Entry<String, JsonValue> field : fields.entrySet()) {
      template = RequestFields.set(template, field.getKey(), field.getValue());
    }
    List<Demo> shown = List.copyOf(demos);
    return new Predict<>(
        new PredictSettings<>(
            mainstay, signature, template, settings.andThen(to -> to.demos = shown)));
  }
}
