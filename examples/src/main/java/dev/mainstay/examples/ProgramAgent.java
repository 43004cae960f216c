package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.program.Predict;
import dev.mainstay.program.ReAct;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.schema.Describe;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.tool.ToolMethod;
import dev.mainstay.tool.Toolbox;

/** An agent: calls the methods that it is given until it can answer. */
public final class ProgramAgent {
  private ProgramAgent() {}

  record Question(String question) {}

  record Advice(boolean umbrella, String why) {}

  static final class Station {
    @ToolMethod("The weather in a city")
    String weather(@Describe("its name in English") String city) {
      return "rain in " + city + ", 9 degrees";
    }
  }

  static Advice advise(Mainstay mainstay, String question) {
    Predict<Question, Advice> qa =
        Predict.of(Question.class, Advice.class)
            .form(AnswerForm.JSON)
            .model("chat")
            .build(mainstay);
    Toolbox tools = Toolbox.builder().methods(new Station()).build();
    return ReAct.of(qa, tools).call(new Question(question));
  }

  /** Prints what the agent says once it has looked. */
  public static void main(String[] args) {
    Simulated.run(
        mainstay -> System.out.println(advise(mainstay, "Do I need an umbrella in Oslo?")),
        Answer.calling("weather", "{\"city\":\"Oslo\"}"),
        Answer.text("{\"umbrella\": true, \"why\": \"It rains.\"}"));
  }
}
