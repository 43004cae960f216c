package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.program.Predict;
import dev.mainstay.program.Program;
import dev.mainstay.program.ReAct;
import dev.mainstay.program.Run;
import dev.mainstay.program.signature.AnswerForm;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.tool.ToolMethod;
import dev.mainstay.tool.Toolbox;
import io.temporal.client.WorkflowException;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROGRAMS 5: what changes something is never done twice, whatever becomes of its worker. */
@Timeout(60)
class ProgramToolsTest {
  private final DurableWorld world =
      new DurableWorld(
          builder ->
              builder.group(
                  "tools",
                  Deployment.of("scripted/t")
                      .withInfo(ModelInfo.unknown().with(ModelFeature.TOOLS, true))),
          worker -> worker);
  private final List<String> ran = new CopyOnWriteArrayList<>();

  /** What is asked. */
  record Wish(String wish) {}

  /** What is answered. */
  record Told(String told) {}

  /** A workflow that has a program fulfil a wish. */
  @WorkflowInterface
  public interface Fulfil {
    /** What became of it. */
    @WorkflowMethod
    String fulfil(String program, boolean streamed);

    /** By a {@link DurableProgram}. */
    class Workflow implements Fulfil {
      @Override
      public String fulfil(String program, boolean streamed) {
        DurableProgram<Wish, Told> told =
            DurableProgram.of(program, Wish.class, Told.class)
                .withActivityOptions(o -> o.setHeartbeatTimeout(Duration.ofSeconds(5)));
        Wish wish = new Wish("an umbrella");
        return (streamed ? told.stream(wish, "told", "message").value() : told.call(wish)).told();
      }
    }
  }

  final class Shop {
    @ToolMethod(value = "Orders an umbrella", sideEffects = true)
    String order() {
      ran.add("order");
      return "ordered";
    }

    @ToolMethod("The price of an umbrella")
    String price() {
      ran.add("price");
      return "9 dollars";
    }
  }

  /** Hangs once its inner program is done, as the process of a worker that is gone. */
  record Hanging(Program<Wish, Told> inner, HeldTime until) implements Program<Wish, Told> {
    @Override
    public Told run(Wish wish, Run run) {
      Told told = run.call("inner", inner, wish);
      until.park(Duration.ZERO);
      return told;
    }
  }

  @BeforeEach
  void start() {
    ReAct<Wish, Told> agent =
        ReAct.of(
            Predict.of(Wish.class, Told.class)
                .model("tools")
                .form(AnswerForm.JSON)
                .build(world.mainstay),
            Toolbox.builder().methods(new Shop()).build());
    DurablePrograms.of(DurableWorker.of(world.mainstay).withTime(Hearts.stopped()))
        .with("agent", "tools", Wish.class, Told.class, agent)
        .with("hanging", "tools", Wish.class, Told.class, new Hanging(agent, world.providersTime))
        .register(world.worker);
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), Fulfil.Workflow.class);
    world.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callThatFailsAfterAToolHasChangedSomethingIsNotTriedAgain(boolean streamed) {
    calling("order");
    world.provider.next("t", breaks(rateLimited())).always("t", answer("{\"told\":\"Twice.\"}"));

    assertThat(fail("agent", streamed).failure()).isInstanceOf(Failure.RateLimited.class);
    assertThat(ran).containsExactly("order");
  }

  @Test
  void callThatFailsAfterAToolThatChangesNothingIsTriedAgain() {
    calling("price");
    world.provider.next("t", breaks(rateLimited()));
    calling("price");
    world.provider.next("t", answer("{\"told\":\"Nine.\"}"));

    assertThat(begin("agent", false)).isEqualTo("Nine.");
    assertThat(ran).containsExactly("price", "price");
  }

  @Test
  void workerThatIsGoneAfterAToolHasChangedSomethingIsTheEnd() {
    calling("order");
    world.provider.always("t", answer("{\"told\":\"Ordered.\"}"));

    Failure failure = fail("hanging", false).failure();
    world.providersTime.release();

    assertThat(failure).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(failure.message()).contains("a tool had run that changes something");
    assertThat(ran).containsExactly("order");
  }

  private void calling(String tool) {
    world.provider.next("t", calls(0, "c1", tool, "{}"), finishes());
  }

  private MainstayException fail(String program, boolean streamed) {
    try {
      throw new AssertionError("answered: " + begin(program, streamed));
    } catch (WorkflowException e) {
      return DurableFailures.in(e).orElseThrow(() -> new AssertionError("failed otherwise", e));
    }
  }

  private String begin(String program, boolean streamed) {
    return world.begin(Fulfil.class, program, streamed).getResult(String.class);
  }

  private static Failure rateLimited() {
    return new Failure.RateLimited(FailureDetail.of("slow down").withStatus(429));
  }
}
