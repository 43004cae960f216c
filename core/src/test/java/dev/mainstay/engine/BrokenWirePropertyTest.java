package dev.mainstay.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.WireForm.Said;
import dev.mainstay.engine.WireStory.Action;
import dev.mainstay.engine.WireStory.Sent;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ChatRequestBuilder;
import dev.mainstay.model.Message;
import dev.mainstay.model.ResponseFormat;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.splice.Teller;
import dev.mainstay.splice.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEMANTICS 6 over the whole path, from the engine through the provider to the wire: wherever and
 * however streams break, the caller has one whole answer, or a true beginning of it and the
 * failure.
 *
 * <p>The stories are the same in every build; {@code -Dmainstay.seed=… -Dmainstay.stories=…} tell
 * others, and more.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BrokenWirePropertyTest {
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_129);
  private static final int STORIES = Integer.getInteger("mainstay.stories", 600);
  private static final int CUTS = 100;
  private static final int EVERY = Integer.MAX_VALUE;
  private static final int MOST_BREAKS = 3;
  private static final List<Said.Call> CALLS =
      List.of(
          new Said.Call("c1", "look", "{\"at\":\"\u00fc \ud83d\ude00\"}"),
          new Said.Call("c2", "go", "{}"));

  @BeforeAll
  static void printSeed() {
    System.out.println("mainstay.seed=" + SEED);
  }

  @ParameterizedTest
  @EnumSource
  void answerBrokenAfterAnyByteIsWholeToItsCaller(Damage damage) {
    SplittableRandom chance = new SplittableRandom(SEED + damage.ordinal());
    Said said = Said.text(new Texts(chance).shortText());
    String vendor = anyVendor(chance);
    boolean isInTurn = damage.ordinal() == Math.floorMod(SEED, Damage.values().length);
    atBytes(
        isInTurn ? EVERY : CUTS,
        chance,
        random -> new WireStory(ask(), said, random, vendor),
        cut -> new Action.Breaks(damage, answer -> cut),
        BrokenWirePropertyTest::requireWholeAsAsked);
  }

  @ParameterizedTest
  @EnumSource
  void parallelToolCallsBrokenAfterAnyByteAreHeldBackAndAskedForAgain(Damage damage) {
    SplittableRandom chance = new SplittableRandom(SEED + damage.ordinal());
    Said said = new Said("", chance.nextBoolean() ? "Let me have a look." : "", CALLS);
    String vendor = anyVendor(chance);
    atBytes(
        CUTS / 2,
        chance,
        random -> new WireStory(ask(), said, random, vendor).form(callForm()),
        cut -> new Action.Breaks(damage, answer -> cut),
        BrokenWirePropertyTest::requireWholeAsAsked);
  }

  @Test
  void answerThatRepeatsTheCallersOwnPrefillIsGoneOnWithFromAnywhereInIt() {
    SplittableRandom chance = new SplittableRandom(SEED);
    String begun = "So, as it was told:";
    ChatRequest request = ChatRequest.builder("chat").user("?").message(prefix(begun)).build();
    Said said = Said.text(begun + " " + new Texts(chance).shortText());
    atBytes(
        CUTS,
        chance,
        random -> new WireStory(request, said, random, "mistral"),
        cut -> new Action.Breaks(Damage.RESET, answer -> cut),
        BrokenWirePropertyTest::requireWholeAsAsked);
  }

  @Test
  void textsBrokenOnceAndAgainEndInTheExactText() {
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int i = 0; i < STORIES; i++) {
      long seed = seeds.nextLong();
      told(seed, () -> WireVerdict.requireWhole(anyStory(new SplittableRandom(seed))));
    }
  }

  @Test
  void whereRetriesRunOutTheCallerHasATrueBeginningAndTheBreakItself() {
    SplittableRandom seeds = new SplittableRandom(SEED);
    for (int i = 0; i < STORIES / 5; i++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      WireStory story = new WireStory(ask(), anySaid(random), random, anyVendor(random));
      story.world.retries(RetryPolicy.of(1));
      story.then(anyBreak(random)).then(anyBreak(random));
      told(seed, () -> WireVerdict.requireHonestFailure(story));
    }
  }

  @Test
  void rateLimitInBandIsRecoveredAfterItsWait() {
    SplittableRandom chance = new SplittableRandom(SEED);
    Said said = anySaid(chance);
    String vendor = anyVendor(chance);
    atEvents(
        chance,
        random -> new WireStory(ask(), said, random, vendor),
        cut -> new Action.TellsError(Damage.RATE_LIMIT, answer -> cut),
        story -> {
          requireWholeAsAsked(story);
          assertThat(story.world.time.elapsed().compareTo(ofSeconds(7)) >= 0)
              .isEqualTo(story.transport.calls.size() > 1);
        });
  }

  @Test
  void badRequestInBandIsFinal() {
    SplittableRandom chance = new SplittableRandom(SEED);
    Said said = anySaid(chance);
    String vendor = anyVendor(chance);
    atEvents(
        chance,
        random -> new WireStory(ask(), said, random, vendor),
        cut -> new Action.TellsError(Damage.BAD_REQUEST, answer -> cut),
        story -> {
          Optional<MainstayException> exception = WireVerdict.requireWholeOrHonestFailure(story);
          Sent only = story.sent.getFirst();
          assertThat(exception.isEmpty()).isEqualTo(only.cut() >= only.answer().proof().certain());
          exception.ifPresent(e -> assertThat(e.failure()).isInstanceOf(Failure.BadRequest.class));
          assertThat(story.transport.calls).hasSize(1);
        });
  }

  private static WireStory anyStory(SplittableRandom random) {
    boolean isStrict = random.nextInt(8) == 0;
    Said said = isStrict ? Said.text("{\"a\": \"" + "x y ".repeat(9) + "\"}") : anySaid(random);
    String vendor = anyVendor(random);
    String other = anyVendor(random);
    WireStory story =
        random.nextBoolean() || vendor.equals(other)
            ? new WireStory(anyRequest(random, isStrict), said, random, vendor)
            : new WireStory(anyRequest(random, isStrict), said, random, vendor, other);
    if (random.nextInt(4) == 0 && !isStrict) {
      story.refusingPrefill();
    }
    int breaks = random.nextInt(MOST_BREAKS + 1);
    for (int i = 0; i < breaks; i++) {
      story.then(anyAction(random, i));
    }
    return story;
  }

  private static Action anyAction(SplittableRandom random, int index) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return new Action.Refuses(List.of(429, 500, 503).get(random.nextInt(3)));
    }
    return kind == 1 && index > 0
        ? new Action.Misunderstands(Teller.values()[random.nextInt(Teller.values().length)])
        : anyBreak(random);
  }

  private static Action anyBreak(SplittableRandom random) {
    Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
    double at = random.nextDouble();
    return new Action.Breaks(damage, answer -> (int) (at * answer.end().possible()));
  }

  private static Said anySaid(SplittableRandom random) {
    String reasoning = random.nextInt(4) == 0 ? "Hm, \u00fcnd so." : "";
    return new Said(reasoning, new Texts(random).next(), List.of());
  }

  private static ChatRequest anyRequest(SplittableRandom random, boolean isStrict) {
    ChatRequestBuilder request = ChatRequest.builder("chat").system("s").user("?");
    if (random.nextInt(4) == 0) {
      request.assistant("So: ");
    }
    if (random.nextBoolean()) {
      request.field("stream_options", Json.parseObject("{\"include_usage\":true}"));
    }
    if (isStrict) {
      request.responseFormat(ResponseFormat.jsonObject());
    }
    return request.build();
  }

  private static String anyVendor(SplittableRandom random) {
    return WireStory.VENDORS.get(random.nextInt(WireStory.VENDORS.size()));
  }

  private static ChatRequest ask() {
    return ChatRequest.builder("chat").system("s").user("?").build();
  }

  private static Message prefix(String text) {
    return new Message(Message.assistant(text).json().with("prefix", JsonBoolean.TRUE));
  }

  private static WireForm callForm() {
    return new WireForm(false, "\n", 8, true, true, false, WireForm.UsageAt.APART, false);
  }

  /** Cuts the first answer after every byte, or after bytes all along it: {@code most} or fewer. */
  private static void atBytes(
      int most,
      SplittableRandom chance,
      Function<SplittableRandom, WireStory> stories,
      IntFunction<Action> action,
      Consumer<WireStory> require) {
    long seed = chance.nextLong();
    int length = unbroken(stories, seed).bytes().length;
    int stride = Math.max(1, 2 * length / most);
    for (int cut = 0; cut <= length; cut += 1 + chance.nextInt(stride)) {
      WireStory story = stories.apply(new SplittableRandom(seed)).then(action.apply(cut));
      told(seed, () -> require.accept(story));
    }
  }

  /** Cuts the first answer after each of its events. */
  private static void atEvents(
      SplittableRandom chance,
      Function<SplittableRandom, WireStory> stories,
      IntFunction<Action> action,
      Consumer<WireStory> require) {
    long seed = chance.nextLong();
    for (int cut : unbroken(stories, seed).events()) {
      WireStory story = stories.apply(new SplittableRandom(seed)).then(action.apply(cut));
      told(seed, () -> require.accept(story));
    }
  }

  private static WireAnswer unbroken(Function<SplittableRandom, WireStory> stories, long seed) {
    WireStory story = stories.apply(new SplittableRandom(seed));
    told(seed, () -> WireVerdict.requireWhole(story));
    return story.sent.getFirst().answer();
  }

  private static void told(long seed, Runnable story) {
    try {
      story.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          String.format(Locale.ROOT, "-Dmainstay.seed=%d, story %d: %s", SEED, seed, e), e);
    }
  }

  private static void requireWholeAsAsked(WireStory story) {
    WireVerdict.requireWhole(story);
    Sent first = story.sent.getFirst();
    int requests = story.transport.calls.size();
    if (first.cut() >= first.answer().proof().certain()) {
      assertThat(requests).isEqualTo(1);
    }
    if (first.isTorn() && first.cut() < first.answer().proof().possible()) {
      assertThat(requests).isEqualTo(2);
    }
    if (first.cut() < first.answer().end().possible()) {
      assertThat(requests).isEqualTo(2);
    }
    if (first.toldNothing()) {
      assertThat(story.transport.calls.get(1).body())
          .isEqualTo(story.transport.calls.getFirst().body());
    }
  }
}
