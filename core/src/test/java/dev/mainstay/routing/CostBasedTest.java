package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.route.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.2: {@code cost-based-routing}. */
class CostBasedTest {
  private final RandomGenerator random = new SplittableRandom(13);

  @Test
  void cheapestForThisRequestIsChosen() {
    Candidate cheapToRead = priced("a/read", 1e-6, 20e-6);
    Candidate cheapToWrite = priced("a/write", 4e-6, 4e-6);
    Candidate dear = priced("a/dear", 9e-6, 90e-6);
    List<Candidate> members = List.of(dear, cheapToRead, cheapToWrite);

    // 5,000 tokens in and 10 out, then 1 and 500.
    assertThat(chosen(members, request("word".repeat(5_000), 10))).isSameAs(cheapToRead);
    assertThat(chosen(members, request("word", 500))).isSameAs(cheapToWrite);
  }

  @Test
  void unknownPricesComeLastAndWhatCostsNothingFirst() {
    Candidate unknown = Members.of(Deployment.of("a/unknown")).getFirst();
    Candidate halfKnown =
        member(
            "a/half",
            ModelInfo.unknown()
                .withPrices(
                    new TokenPrices(
                        OptionalDouble.of(0),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty())));
    Candidate dear = priced("a/dear", 1, 1);
    Candidate free = priced("a/free", 0, 0);

    assertThat(chosen(List.of(unknown, halfKnown, dear, free), request("x", 1))).isSameAs(free);
    assertThat(chosen(List.of(unknown, halfKnown, dear), request("x", 1))).isSameAs(dear);
    assertThat(shares(List.of(unknown, dear, free))).containsOnlyKeys(free);
    assertThat(shares(List.of(unknown, halfKnown))).containsOnlyKeys(unknown, halfKnown);
  }

  @Test
  void equalPricesAreShuffledByWeight() {
    List<Member> members =
        Members.of(
            Deployment.of("a/0").withInfo(prices(1, 2)).withWeight(1),
            Deployment.of("a/1").withInfo(prices(1, 2)).withWeight(3),
            Deployment.of("a/2").withInfo(prices(1, 3)).withWeight(9));

    Map<Candidate, Integer> shares = shares(members);

    assertThat(shares).containsOnlyKeys(members.get(0), members.get(1));
    // 250 of 1,000, with a standard deviation of 13.7.
    assertThat(shares.get(members.get(0))).isBetween(209, 291);
  }

  private Map<Candidate, Integer> shares(List<? extends Candidate> members) {
    Map<Candidate, Integer> shares = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      shares.merge(chosen(members, Members.NO_REQUIREMENTS), 1, Integer::sum);
    }
    return shares;
  }

  private Candidate chosen(List<? extends Candidate> members, Requirements requirements) {
    return Strategy.costBased().choose(members, requirements, random);
  }

  private static Requirements request(String text, int maxTokens) {
    return Requirements.of(
        ChatRequest.builder("m").user(text).maxCompletionTokens(maxTokens).build());
  }

  private static Candidate priced(String name, double input, double output) {
    return member(name, prices(input, output));
  }

  private static Candidate member(String name, ModelInfo info) {
    return Members.of(Deployment.of(name).withInfo(info)).getFirst();
  }

  private static ModelInfo prices(double input, double output) {
    return ModelInfo.unknown().withPrices(TokenPrices.of(input, output));
  }
}
