package dev.mainstay.provider.gemini;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Provider;
import dev.mainstay.provider.wire.FixtureConformance;
import dev.mainstay.provider.wire.FixtureSet;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Transport;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FixtureConformanceTest extends FixtureConformance {
  FixtureConformanceTest() {
    super(FixtureSet.GEMINI_ANSWERS);
  }

  @Override
  protected Provider provider(Transport transport, TimeSource time) {
    return new GeminiProvider(transport, time);
  }

  @Override
  protected Deployment deployment() {
    return Deployment.of("gemini/m");
  }
}
