package dev.mainstay.google;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where Vertex AI is, for instance:
 *
 * <pre>{@code
 * Deployment.of("vertex_ai/gemini-3-flash")
 *     .withEndpoint(Vertex.endpoint("my-project", Vertex.GLOBAL))
 *     .withCredential(GoogleCredential.applicationDefault(TimeSource.system()))
 * }</pre>
 */
public final class Vertex {
  /** The location that is nowhere in particular: requests go where there is room. */
  public static final String GLOBAL = "global";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_-]*");
  private static final Pattern ELSEWHERE = Pattern.compile("^claude|^gemini-(?:[3-9]|\\d\\d)");

  private Vertex() {}

  /** Whether {@code name} can be that of a project or a location. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Where {@code model} is asked if nobody says where: {@code us-central1}, as LiteLLM has it, but
   * {@link #GLOBAL} for Claude and for Gemini from 3 on, which are not served there.
   */
  public static String usualLocation(String model) {
    return ELSEWHERE.matcher(model).find() ? GLOBAL : "us-central1";
  }

  /**
   * The base URL of {@code project} in {@code location}.
   * https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations
   *
   * @param location a region such as {@code europe-west4}, a multi-region ({@code us}, {@code eu}),
   *     or {@link #GLOBAL}
   * @throws IllegalArgumentException if either cannot be one's name
   */
  public static URI endpoint(String project, String location) {
    return endpoint(URI.create("https://" + host(named("location", location))), project, location);
  }

  /**
   * The base URL of {@code project} in {@code location} at a proxy of Vertex AI's.
   *
   * @param base where the proxy is, as in {@code https://host}; one that names a project itself is
   *     left as it is
   * @throws IllegalArgumentException if either cannot be one's name
   */
  public static URI endpoint(URI base, String project, String location) {
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceAll("/+$", "");
    if (path.contains("/projects/")) {
      return base;
    }
    String version = path.matches(".*/v\\d[^/]*") ? "" : "/v1";
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return URI.create(
        base.getScheme()
            + "://"
            + base.getRawAuthority()
            + path
            + version
            + "/projects/"
            + named("project", project)
            + "/locations/"
            + named("location", location)
            + query);
  }

  private static String host(String location) {
    return switch (location) {
      case GLOBAL -> "aiplatform.googleapis.com";
      case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
      default -> location + "-aiplatform.googleapis.com";
    };
  }

  private static String named(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a "
              + what
              + " of Google Cloud; use one such as "
              + (what.equals("project") ? "my-project" : "europe-west4"));
    }
    return name;
  }
}
