package dev.mainstay.program;

import dev.mainstay.program.event.ProgramEvent;
import dev.mainstay.program.signature.Demo;
import dev.mainstay.program.signature.InputValues;

/** Calls and streams what settings say. */
record Predictor<I, O>(PredictSettings<I, O> settings) {
  O run(I input, Run run) {
    Conversation<I, O> conversation = new Conversation<>(settings, input, run);
    while (true) {
      ProgramEvent<O> event =
          conversation
              .next()
              .orElseThrow(() -> new IllegalStateException("ended without an answer"));
      if (event instanceof ProgramEvent.Completed<O> completed) {
        return completed.value();
      }
      run.root().emit(event);
    }
  }

  DemoProgram.Shown<O> show(I input, ProgramOptions options) {
    RunRoot root = RunRoot.plain(options);
    Conversation<I, O> conversation = new Conversation<>(settings, input, root.run());
    O value = root.told(conversation::answer);
    InputValues given = settings.signature.values(input);
    Demo demo = new Demo(given.json(), conversation.fields(), given.media());
    return new DemoProgram.Shown<>(new ProgramAnswer<>(value, root.metadata()), demo);
  }

  ProgramStream<O> stream(I input, ProgramOptions options) {
    settings.requireFields(options.listen().names());
    RunRoot root = new RunRoot(options, true, event -> {});
    return new PredictStream<>(new Conversation<>(settings, input, root.run()), root);
  }
}
