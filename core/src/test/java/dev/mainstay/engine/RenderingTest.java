package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.ANCHOR;
import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.engine.BrokenTale.text;
import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Prefill;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.rendering.Rendered;
import dev.mainstay.rendering.Rendering;
import dev.mainstay.rendering.Target;
import dev.mainstay.rendering.Target.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A call whose request is put to each deployment in a form of its own. */
class RenderingTest {
  private static final ChatRequest REQUEST = ChatRequest.of("chat", "Hello");

  private final List<Target> targets = new ArrayList<>();
  private final World world = new World();

  // Those that are known to answer by a schema are asked otherwise than all others.
  private final Rendering byAbility =
      (request, target) -> {
        targets.add(target);
        String form = target.structuredOutput() == Ability.YES ? "as JSON" : "with marks";
        return Rendered.of(request.with(Message.system(form)));
      };
  private final ChatCall call = ChatCall.of(REQUEST).withRendering(byAbility);

  @Test
  void requestIsRenderedOnceForEachAttemptAndForWhomIsAsked() {
    group("chat", true, "a").group("backup", d -> d, "b").fallback("chat", "backup");
    world.retries(RetryPolicy.of(1)).provider.always("a", breaks(Failures.serverError()));
    world.provider.always("b", answer("Hi"));

    ChatResponse response = world.read(call, new ArrayList<>());

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(forms()).containsExactly("as JSON", "as JSON", "with marks");
    assertThat(targets)
        .extracting(Target::deployment)
        .containsExactly("scripted/a", "scripted/a", "scripted/b");
    assertThat(world.provider.requests()).allMatch(ChatRequest::isStream);
  }

  @Test
  void plainCallIsRenderedAsWell() {
    group("chat", true, "a").provider.always("a", answer("Hi"));

    assertThat(world.engine().chat(call).text()).isEqualTo("Hi");
    assertThat(forms()).containsExactly("as JSON");
    assertThat(world.provider.requests()).noneMatch(ChatRequest::isStream);
  }

  @Test
  void targetTellsWhatIsKnownAndWhatIsNot() {
    ModelInfo info = ModelInfo.unknown().with(ModelFeature.TOOLS, false);
    world.group("chat", d -> d.withInfo(info), "a").provider.prefills("a", Prefill.ECHOES);
    world.provider.always("a", answer("Hi"));

    world.engine().chat(call);

    assertThat(targets)
        .containsExactly(
            new Target("scripted/a", "scripted", "a", Ability.UNKNOWN, Ability.NO, Prefill.ECHOES));
  }

  /** SEMANTICS 6.4: whose last message it has refused once is not asked that way again. */
  @Test
  void targetTellsThatItHasRefusedToGoOnWithAMessage() {
    world.group("chat", "a").provider.prefills("a", Prefill.CONTINUES);
    world.provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", breaks(Failures.badRequest())).next("a", continues());

    world.read(call, new ArrayList<>());

    assertThat(targets)
        .extracting(Target::prefill)
        .containsExactly(Prefill.CONTINUES, Prefill.CONTINUES, Prefill.NONE);
  }

  @Test
  void nobodyIsPassedOverForWantOfASchemaThatTheRenderingReplaces() {
    group("chat", false, "a").provider.always("a", answer("Hi"));
    JsonObject schema = JsonObject.builder().put("type", "json_schema").build();
    ChatRequest strict = new ChatRequest(REQUEST.json().with("response_format", schema));
    ChatCall plain = ChatCall.of(strict);

    assertThatThrownBy(() -> world.engine().chat(plain)).hasMessageContaining("JSON schemas");
    assertThat(world.engine().chat(plain.withRendering(byAbility)).text()).isEqualTo("Hi");
  }

  @Test
  void whatARenderingThrowsEndsTheCallAndNothingIsKept() {
    world.group("chat", d -> d.withMaxParallelRequests(1), "a");
    world.provider.always("a", answer("Hi"));
    IllegalStateException bug = new IllegalStateException("no such field");
    ChatCall broken =
        ChatCall.of(REQUEST)
            .withRendering((request, target) -> {
              throw bug;
            });

    assertThatThrownBy(() -> world.engine().stream(broken)).isSameAs(bug);

    assertThat(world.provider.asked()).isEmpty();
    assertThat(world.events.getLast()).isInstanceOf(CallEvent.CallFailed.class);
    assertThat(world.engine().underWay()).isZero();
    assertThat(world.engine().chat(call).text()).isEqualTo("Hi");
  }

  @Test
  void brokenAnswerGoesOnFromTheRenderedRequestWhereTheNextIsAskedAlike() {
    group("chat", true, "a").provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", continues());
    List<ChatEvent> seen = new ArrayList<>();

    ChatResponse response = world.read(call, seen);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(response.text()).isEqualTo(FIRST + REST);
    List<Message> asked = world.provider.requests().getLast().messages();
    assertThat(asked)
        .extracting(Message::role)
        .containsExactly("user", "system", "assistant", "user");
    assertThat(asked.get(1).text()).isEqualTo("as JSON");
    assertThat(asked.getLast().text()).contains(ANCHOR);
  }

  @Test
  void whoIsAskedInAnotherFormIsPassedOverForOneThatIsAskedAlike() {
    world.chance(0);
    twoForms().provider.next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", continues());
    List<ChatEvent> seen = new ArrayList<>();

    ChatResponse response = world.read(call, seen);

    assertThat(text(seen)).isEqualTo(FIRST + REST);
    assertThat(world.provider.asked()).containsExactly("a", "a");
    assertThat(targets)
        .extracting(Target::deployment)
        .containsExactly("scripted/a", "scripted/b", "scripted/a");
    assertThat(response.metadata().attempts()).hasSize(2);
  }

  @Test
  void whoIsPassedOverIsNotGoneBackToThoughItHadFailedOtherwiseBefore() {
    world.chance(0).retries(RetryPolicy.of(5));
    twoForms(deployment -> deployment.withOrder(deployment.model().equals("b") ? 1 : 2));
    world
        .provider
        .next("b", breaks(Failures.serverError()))
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", breaks(Failures.serverError()))
        .next("a", continues());

    world.read(call, new ArrayList<>());

    assertThat(targets).extracting(Target::model).containsExactly("b", "a", "b", "a", "a");
  }

  @Test
  void whoIsPassedOverHasItsPlaceBack() {
    world.chance(0);
    UnaryOperator<Deployment> one = deployment -> deployment.withMaxParallelRequests(1);
    twoForms(one)
        .group("b", one, "b")
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()));
    world.provider.next("a", continues()).always("b", answer("B"));

    world.read(call, new ArrayList<>());
    ChatResponse next = world.engine().chat(ChatRequest.of("b", "Hello"), CallOptions.none());

    assertThat(next.text()).isEqualTo("B");
    assertThat(next.metadata().attempts()).hasSize(1);
  }

  @Test
  void breakIsFinalWhereNobodyElseIsAskedAlike() {
    world.chance(0);
    twoForms().provider.next("a", says(FIRST), breaks(Failures.quota()));

    MidStreamException broken =
        catchThrowableOfType(MidStreamException.class, () -> world.read(call, new ArrayList<>()));

    assertThat(broken.failure()).isEqualTo(Failures.quota());
    assertThat(broken.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.asked()).containsExactly("a");
    assertThat(broken.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "UnsupportedParameter: scripted/b is asked for another form than that of the answer"
                + " that broke");
  }

  @Test
  void answerInAnotherFormBeginsAnewWhereThatIsWanted() {
    world.chance(0);
    twoForms().provider.next("a", says(FIRST), breaks(Failures.quota()));
    world.provider.next("b", says("Anew"), breaks(Failures.truncated()));
    world.provider.next("b", answer("Anew and whole"));
    List<ChatEvent> seen = new ArrayList<>();
    List<String> forms = new ArrayList<>();

    try (ChatStream stream =
        world.engine().stream(
            call.withRecovery(RecoveryPolicy.CONTINUE_OR_RESTART)
                .withOptions(CallOptions.none().withRetries(5)))) {
      stream.forEach(event -> {
        seen.add(event);
        forms.add(form(stream.rendered().request()));
      });
      assertThat(stream.response().text()).isEqualTo("Anew and whole");
    }

    assertThat(seen.subList(0, 3))
        .containsExactly(
            new ChatEvent.TextDelta(FIRST), new Restarted(), new ChatEvent.TextDelta("Anew"));
    assertThat(forms.subList(0, 3)).containsExactly("as JSON", "with marks", "with marks");
    assertThat(seen).filteredOn(Restarted.class::isInstance).hasSize(1);
  }

  @Test
  void streamThatIsNotRenderedTellsItsRequest() {
    world.group("chat", "a").provider.always("a", answer("Hi"));

    try (ChatStream stream = world.engine().stream(ChatCall.of(REQUEST))) {
      assertThat(stream.rendered().request()).isEqualTo(REQUEST.withStream(true));
    }
  }

  @Test
  void failureBeforeAnyAnswerIsTheOneThatWasMet() {
    group("chat", true, "a").provider.always("a", breaks(Failures.badRequest()));

    MainstayException failed =
        catchThrowableOfType(MainstayException.class, () -> world.engine().chat(call));

    assertThat(failed.failure()).isEqualTo(new Failure.BadRequest(failed.failure().detail()));
    assertThat(failed.partial()).isEmpty();
    assertThat(failed.delivered()).isEmpty();
  }

  private World group(String name, boolean hasSchema, String... models) {
    ModelInfo info = ModelInfo.unknown().with(ModelFeature.JSON_SCHEMA, hasSchema);
    return world.group(name, deployment -> deployment.withInfo(info), models);
  }

  private World twoForms() {
    return twoForms(UnaryOperator.identity());
  }

  private World twoForms(UnaryOperator<Deployment> change) {
    ModelInfo strict = ModelInfo.unknown().with(ModelFeature.JSON_SCHEMA, true);
    return world.group(
        "chat", d -> change.apply(d.model().equals("a") ? d.withInfo(strict) : d), "a", "b");
  }

  private List<String> forms() {
    return world.provider.requests().stream().map(RenderingTest::form).toList();
  }

  private static String form(ChatRequest request) {
    return request.messages().get(1).text();
  }
}
