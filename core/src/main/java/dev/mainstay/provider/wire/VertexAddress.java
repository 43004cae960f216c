package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.FailedStream;
import dev.mainstay.provider.PathSegment;
import java.net.URI;
import java.util.List;

/**
 * Where Google's Vertex AI serves a model, whoever made it. A deployment's endpoint is that of a
 * project in a location, as in {@code
 * https://europe-west4-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west4}.
 * https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations
 */
public final class VertexAddress {
  private VertexAddress() {}

  /**
   * The address of {@code method} of the model {@code model}.
   *
   * @param maker whose the model is, as in {@code google}
   * @param method what it is asked to do, with a query where it has one
   */
  public static URI of(Deployment deployment, String maker, String model, String method) {
    return at(deployment, "/publishers/" + maker + "/models/" + PathSegment.of(model), method);
  }

  /** The address of {@code method} of a model that was tuned, or deployed, under {@code id}. */
  public static URI ofEndpoint(Deployment deployment, String id, String method) {
    return at(deployment, "/endpoints/" + PathSegment.of(id), method);
  }

  private static URI at(Deployment deployment, String model, String method) {
    URI base = deployment.endpoint().orElseThrow();
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
    String more = base.getRawQuery() == null ? "" : base.getRawQuery();
    String query = more.isEmpty() ? "" : (method.contains("?") ? "&" : "?") + more;
    return URI.create(
        base.getScheme() + "://" + base.getRawAuthority() + path + model + ":" + method + query);
  }

  /** The attempt at a deployment that has neither key nor credential. */
  public static FailedStream withoutKey(Deployment deployment) {
    return FailedStream.withoutKey(
        deployment,
        List.of(),
        "add the module mainstay-google, which finds Google's application default credentials, or"
            + " give the deployment a credential of it");
  }

  /** The attempt at a deployment that has no endpoint. */
  public static FailedStream nowhere(Deployment deployment) {
    return new FailedStream(
        new Failure.NotFound(
            FailureDetail.of(
                "there is no project for "
                    + deployment.id()
                    + "; set GOOGLE_CLOUD_PROJECT, which the module mainstay-google reads, or give the"
                    + " deployment the endpoint of one, such as"
                    + " https://aiplatform.googleapis.com/v1/projects/my-project/locations/global")));
  }
}
