package dev.mainstay.provider.gemini;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.wire.FixtureConformance;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import java.net.URI;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Vertex AI answers in the same dialect. */
@Execution(ExecutionMode.CONCURRENT)
class VertexFixtureTest extends FixtureConformance {
  VertexFixtureTest() {
    super(FixtureSet.GEMINI_ANSWERS);
  }

  @Override
  protected Provider provider(Transport transport, TimeSource time) {
    return GeminiProvider.atVertex(transport, time);
  }

  @Override
  protected Deployment deployment() {
    return Deployment.of("vertex_ai/m")
        .withEndpoint(
            URI.create("https://aiplatform.googleapis.com/v1/projects/p/locations/global"));
  }
}
