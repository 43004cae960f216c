package dev.mainstay.stream;

import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.text.TokenEstimate;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The usage of an answer over the attempts that made it, and its cost. Not thread-safe. */
public final class UsageSum {
  private @Nullable Usage sum;
  private boolean estimated;
  private Function<Usage, OptionalDouble> prices = usage -> OptionalDouble.empty();
  private OptionalDouble cost = OptionalDouble.of(0);

  /** The sum over no attempts. */
  public UsageSum() {}

  /** The sum over the attempts that made {@code begun}. */
  public static UsageSum of(DeliveredAnswer begun) {
    UsageSum usage = new UsageSum();
    begun
        .usage()
        .ifPresent(used -> {
          usage.sum = used;
          usage.cost = begun.cost();
        });
    usage.estimated = begun.isUsageEstimated();
    return usage;
  }

  /** The same sum, to be added to by itself. */
  public UsageSum copy() {
    UsageSum copy = new UsageSum();
    copy.sum = sum;
    copy.estimated = estimated;
    copy.prices = prices;
    copy.cost = cost;
    return copy;
  }

  /** The attempts told of from here on cost what {@code prices} says, in US dollars. */
  public void payBy(Function<Usage, OptionalDouble> prices) {
    this.prices = prices;
  }

  /** An attempt told its usage. */
  public void add(Usage usage) {
    cost = costWith(usage);
    sum = sum == null ? usage : sum.plus(usage);
  }

  /**
   * An attempt told its usage, and may have told it at its beginning, before it broke.
   *
   * @param written about how many tokens it wrote: where it told of less than half, that many
   *     count, and a cost that it told is not theirs
   */
  public void addAtLeast(Usage usage, long written) {
    if (usage.completionTokens() >= written / 2) {
      add(usage);
      return;
    }
    estimated = true;
    long total = usage.promptTokens() + written;
    add(
        new Usage(
            usage.promptTokens(),
            written,
            total,
            usage.cachedTokens(),
            usage.reasoningTokens(),
            usage.cacheWriteTokens(),
            usage.hourCacheWriteTokens(),
            OptionalDouble.empty()));
  }

  /**
   * An attempt told none: what {@code request} comes to is {@linkplain TokenEstimate estimated} as
   * well.
   *
   * @param completion about how many tokens it wrote, reasoning and tool calls included
   */
  public void addEstimate(ChatRequest request, long completion) {
    long prompt = TokenEstimate.ofPrompt(request);
    estimated = true;
    add(Usage.of(prompt, completion));
  }

  /**
   * An attempt at {@code request} brought {@code came}, and {@code held} tokens more or less that
   * did not go out: its usage is as told, or estimated.
   */
  public void add(ChatRequest request, Accumulator came, long held) {
    long written = came.estimatedTokens() + held;
    came.usage()
        .ifPresentOrElse(told -> addAtLeast(told, written), () -> addEstimate(request, written));
  }

  /** The sum. */
  public Usage usage() {
    Usage told = sum;
    return told == null ? Usage.of(0, 0) : told;
  }

  /** What it costs in US dollars, where the prices of every attempt are known. */
  public OptionalDouble cost() {
    return cost;
  }

  /** What it will cost, once an attempt has told {@code more}. */
  public OptionalDouble costWith(Usage more) {
    OptionalDouble price = prices.apply(more);
    return cost.isEmpty() || price.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(cost.getAsDouble() + price.getAsDouble());
  }

  /** The sum in OpenAI's form, marked {@code "estimated": true} where any part of it is one. */
  public JsonObject toJson() {
    JsonObject json = usage().json();
    return estimated ? json.with("estimated", JsonBoolean.TRUE) : json;
  }
}
