package dev.mainstay;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.time.ManualTime;

/**
 * Asks two providers for embeddings, of which the first takes three inputs at once, the other two.
 */
abstract class AskingForEmbeddings {
  final ManualTime time = new ManualTime();
  final ScriptedEmbeddings first = new ScriptedEmbeddings(new EmbeddingLimit(3, 100), time);
  final ScriptedEmbeddings second = new ScriptedEmbeddings(EmbeddingLimit.ofInputs(2), time);

  Mainstay mainstay() {
    return builder().build();
  }

  MainstayBuilder builder() {
    ModelInfo priced = ModelInfo.unknown().withPrices(TokenPrices.of(1, 0));
    return Mainstay.builder()
        .provider("first", first)
        .provider("second", second)
        .group("one", Deployment.of("first/e").withInfo(priced))
        .group("both", Deployment.of("first/e").withInfo(priced))
        .group("spare", Deployment.of("second/e").withInfo(priced))
        .group(
            "mixed",
            Deployment.of("first/e").withInfo(priced),
            Deployment.of("second/e").withInfo(priced))
        .fallback("both", "spare")
        .time(time);
  }
}
