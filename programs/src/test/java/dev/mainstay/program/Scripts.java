package dev.mainstay.program;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.schema.Describe;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.util.Map;

/**
 * A client with two groups: {@code marked}, and {@code json} of a model that answers by a schema.
 */
final class Scripts implements AutoCloseable {
  record Question(@Describe("what the user asks") String question) {}

  record Answer(@Describe("one sentence") String answer) {}

  record Rated(String answer, int stars) {}

  final ManualTime time = new ManualTime();
  final ScriptedProvider provider = new ScriptedProvider(time);
  final Mainstay mainstay;

  Scripts() {
    this(builder -> builder);
  }

  Scripts(java.util.function.UnaryOperator<MainstayBuilder> more) {
    mainstay =
        more.apply(
                Mainstay.builder()
                    .time(time)
                    // Calls on several threads would wait their turn, and a wait on this clock is
                    // over at once, whatever the others do.
                    .pacing(PacingPolicy.disabled())
                    .retries(RetryPolicy.of(5))
                    .provider("scripted", provider)
                    .group("marked", Deployment.of("scripted/m"))
                    .group(
                        "json",
                        Deployment.of("scripted/j")
                            .withInfo(ModelInfo.unknown().with(ModelFeature.JSON_SCHEMA, true))))
            .build();
  }

  /** {@code fields} as a model writes them that is asked with {@code nonce}. */
  static String marked(String nonce, Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) -> text.append("[[ ## " + name + ":" + nonce + " ## ]]\n" + value + "\n\n"));
    return text.append("[[ ## /end:" + nonce + " ## ]]\n").toString();
  }

  static FailureDetail detail(String message) {
    return FailureDetail.of(message);
  }

  static Failure rateLimited() {
    return new Failure.RateLimited(detail("slow down").withStatus(429));
  }

  @Override
  public void close() {
    mainstay.close();
  }
}
