package dev.mainstay.examples;

import dev.mainstay.google.GoogleCredential;
import dev.mainstay.google.GoogleKey;
import dev.mainstay.google.Vertex;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.Proxies;
import java.io.IOException;

/** Gemini at Vertex AI, asked by the key of a service account. */
public final class VertexByKey {
  private VertexByKey() {}

  /** The deployment, by the key in {@code key.json}. */
  public static Deployment of() throws IOException {
    GoogleCredential google =
        GoogleCredential.of(GoogleKey.in("key.json"), Proxies.unsaid(), TimeSource.system());
    return Deployment.of("vertex_ai/gemini-3-flash")
        .withEndpoint(Vertex.endpoint("my-project", Vertex.GLOBAL))
        .withCredential(google);
  }
}
