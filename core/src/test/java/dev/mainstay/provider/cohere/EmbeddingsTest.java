package dev.mainstay.provider.cohere;

import static dev.mainstay.provider.cohere.Asking.COMMAND;
import static dev.mainstay.provider.cohere.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What Cohere is asked for embeddings, and what its answer becomes. */
class EmbeddingsTest {
  @Test
  void embeddingsAreAskedForAsDocumentsUnlessTheCallerSaysOtherwise() {
    ScriptedTransport transport =
        ScriptedTransport.answering(
            200,
            "{\"embeddings\":{\"float\":[[1.0,0.5]]},\"meta\":{\"billed_units\":{\"input_tokens\":3}}}");
    CohereProvider provider = new CohereProvider(transport, new ManualTime());
    EmbeddingRequest request = EmbeddingRequest.of("e", "a").withDimensions(2);
    Deployment deployment = COMMAND.withModel("embed-v4.0");

    Heard heard = Heard.from(provider.embed(deployment, request, Duration.ofSeconds(5)));
    provider.embed(
        deployment,
        new EmbeddingRequest(request.json().with("input_type", "search_query")),
        Duration.ofSeconds(5));

    assertThat(transport.calls.getFirst().uri()).hasToString("https://api.cohere.com/v2/embed");
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'model':'embed-v4.0','texts':['a'],'input_type':'search_document',"
                    + "'embedding_types':['float'],'output_dimension':2}"));
    assertThat(heard.chunks.getFirst())
        .isEqualTo(
            json(
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[1.0,0.5]}],"
                    + "'model':'embed-v4.0','usage':{'prompt_tokens':3,'total_tokens':3}}"));
    assertThat(provider.embeddingLimit(deployment)).isEqualTo(EmbeddingLimit.ofInputs(96));
  }
}
