package dev.mainstay.engine;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.FragileTransport.Ending;
import dev.mainstay.engine.FragileTransport.Reply;
import dev.mainstay.engine.Storyteller.Asked;
import dev.mainstay.engine.WireForm.Said;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.openai.OpenAiProvider;
import dev.mainstay.provider.openai.Vendor;
import dev.mainstay.splice.Teller;
import dev.mainstay.transport.HttpCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call, from the engine through the real provider to a wire that breaks as told and a
 * model that has one answer to give.
 */
final class WireStory {
  /** Vendors of every form of continuation, one deployment each. */
  static final List<String> VENDORS =
      List.of("openai", "groq", "openrouter", "mistral", "deepseek", "vllm");

  /** What happens to one request. */
  sealed interface Action {
    /** It is answered as asked; the answer breaks where {@code cut} says. */
    record Breaks(Damage damage, ToIntFunction<WireAnswer> cut) implements Action {}

    /** It is answered as asked; from where {@code cut} says on an error event comes instead. */
    record TellsError(String error, ToIntFunction<WireAnswer> cut) implements Action {}

    /** It is answered by somebody who does not do as asked, where an anchor was asked for. */
    record Misunderstands(Teller teller) implements Action {}

    /** It is refused with a status. */
    record Refuses(int status) implements Action {}
  }

  /**
   * A request that was answered, with {@code cut} bytes of {@code answer}.
   *
   * @param isTorn whether what then came was no clean end
   */
  record Sent(Asked asked, Said said, WireAnswer answer, int cut, boolean isTorn) {
    boolean toldNothing() {
      return cut < answer.firstOutput().possible();
    }
  }

  final World world;
  final FragileTransport transport;
  final List<Sent> sent = new ArrayList<>();
  final List<ChatChunk> chunks = new ArrayList<>();
  final ChatRequest request;
  final Said said;
  private final RandomGenerator random;
  private final Storyteller model;
  private final Deque<Action> actions = new ArrayDeque<>();
  private final List<WireForm> forms = new ArrayList<>();
  private boolean refusesPrefill;

  WireStory(ChatRequest request, Said said, RandomGenerator random, String... vendors) {
    this.request = request;
    this.said = said;
    this.random = random;
    this.model = new Storyteller(request, said, random);
    this.world =
        new World()
            .group("chat", d -> Deployment.of(d.model() + "/m").withKey("k"), vendors)
            .retries(RetryPolicy.of(6));
    this.transport = new FragileTransport(world.time, random, this::reply);
    world.providers(this::provider);
  }

  /** What happens to the next request. */
  WireStory then(Action action) {
    actions.add(action);
    return this;
  }

  /** Every stream has this form. */
  WireStory form(WireForm form) {
    forms.add(form);
    return this;
  }

  /** Whoever is asked by prefill refuses it. */
  WireStory refusingPrefill() {
    refusesPrefill = true;
    return this;
  }

  /** Makes the call and reads it to its end; gives the exception, where that is one. */
  Optional<MainstayException> run() {
    try (ChatStream stream = world.engine().stream(request, CallOptions.none())) {
      Optional<ChatChunk> chunk = stream.nextChunk();
      while (chunk.isPresent()) {
        chunks.add(chunk.get());
        chunk = stream.nextChunk();
      }
      return Optional.empty();
    } catch (MainstayException e) {
      return Optional.of(e);
    }
  }

  private OpenAiProvider provider(Deployment deployment) {
    Vendor vendor = Vendor.named(deployment.provider()).orElseThrow();
    return new OpenAiProvider(vendor, transport, world.time);
  }

  private Reply reply(int index, HttpCall call) {
    Asked asked = model.asked(call);
    if (refusesPrefill && asked instanceof Asked.Prefilled) {
      return refused(400);
    }
    WireForm form = forms.isEmpty() ? WireForm.any(random) : forms.getFirst();
    Action action = provable(actions.poll(), form);
    if (action instanceof Action.Refuses(int status)) {
      return refused(status);
    }
    Said words = words(asked, action, call);
    WireAnswer answer = form.write(words, "chatcmpl-" + index, random);
    int cut =
        switch (action) {
          case Action.Breaks(var damage, var at) -> at.applyAsInt(answer);
          case Action.TellsError(var error, var at) -> at.applyAsInt(answer);
          case null, default -> answer.bytes().length;
        };
    sent.add(new Sent(asked, words, answer, cut, isTorn(action)));
    return switch (action) {
      case Action.Breaks(Damage damage, var at) -> damage.after(answer, cut, random);
      case Action.TellsError(String error, var at) -> Damage.error(answer, cut, error, random);
      case null, default -> new Reply(200, answer.bytes(), Ending.CLEAN);
    };
  }

  // Where every chunk says "stop" nobody can tell a clean end behind the first from the end.
  private static @Nullable Action provable(@Nullable Action action, WireForm form) {
    return form.endOnEach()
            && action instanceof Action.Breaks(var damage, var at)
            && !damage.tears()
        ? new Action.Breaks(Damage.CLOSE, at)
        : action;
  }

  private static boolean isTorn(@Nullable Action action) {
    return !(action instanceof Action.Breaks(Damage damage, var at)) || damage.tears();
  }

  private Said words(Asked asked, @Nullable Action action, HttpCall call) {
    Said asAsked = model.asAsked(asked, call);
    return action instanceof Action.Misunderstands(Teller teller)
            && asked instanceof Asked.Anchored anchored
        ? model.otherwise(anchored, teller).orElse(asAsked)
        : asAsked;
  }

  private static Reply refused(int status) {
    String error = "{\"error\":{\"message\":\"refused\",\"type\":\"invalid_request_error\"}}";
    return new Reply(status, WireAnswer.bytes(error), Ending.CLEAN);
  }
}
