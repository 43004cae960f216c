package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.google.GoogleCredential;
import dev.mainstay.google.GoogleKey;
import dev.mainstay.google.GoogleSurroundings;
import dev.mainstay.google.Vertex;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what LiteLLM's users say of Google's cloud: project, location, credentials. Deployments of
 * one key share its tokens.
 */
final class GoogleReader {
  private static final List<String> PROJECT = List.of("vertex_project", "vertex_ai_project");
  private static final List<String> LOCATION = List.of("vertex_location", "vertex_ai_location");
  private static final List<String> CREDENTIALS =
      List.of("vertex_credentials", "vertex_ai_credentials");

  // https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/use-partner-models
  private static final Pattern OF_OTHERS =
      Pattern.compile("(?!gemini/)[^/]+/|mistral|codestral|jamba|llama");
  // Stands for what another machine's environment says.
  private static final String ELSEWHERE = "not-set";

  private final Values values;
  private final Map<GoogleCredential, Credential> shared = new HashMap<>();

  GoogleReader(Values values) {
    this.values = values;
  }

  /** What {@code params} say, right or wrong. */
  private record Said(Optional<Text> project, Optional<Text> location, Optional<GoogleKey> key) {}

  /** Whether it is this reader's to say that {@code provider} has no address. */
  static boolean places(KnownProvider provider) {
    return GoogleSurroundings.areOf(provider.name());
  }

  /** {@code deployment} with what {@code params} say of Google's cloud. */
  Deployment complete(Deployment deployment, Section params) {
    Said said =
        new Said(
            said(PROJECT, params, this::name),
            said(LOCATION, params, this::name),
            said(CREDENTIALS, params, this::key));
    if (!GoogleSurroundings.areOf(deployment.provider())) {
      warn(params);
      return deployment;
    }
    requireAsked(deployment, params);
    GoogleKey key = said.key.orElseGet(() -> environments(params));
    Deployment placed = placed(deployment, said, key, params);
    return KnownProvider.hasKey(placed) ? placed : placed.withCredential(credential(placed, key));
  }

  private void requireAsked(Deployment deployment, Section params) {
    if (OF_OTHERS.matcher(deployment.model()).lookingAt()) {
      error(
          params.at("model"),
          "model "
              + Words.quoted(deployment.provider() + "/" + deployment.model())
              + " is neither a Gemini nor a Claude, and Mainstay asks Vertex AI for no others yet;"
              + " where it can be asked in OpenAI's dialect, write openai_compatible/ and its"
              + " api_base");
    }
  }

  private static <T> Optional<T> said(List<String> names, Section params, Values.Reader<T> reader) {
    return names.stream().flatMap(name -> params.get(name, reader).stream()).findFirst();
  }

  private void warn(Section params) {
    Stream.of(PROJECT, LOCATION, CREDENTIALS)
        .flatMap(List::stream)
        .flatMap(name -> params.entry(name).stream())
        .forEach(entry ->
            values
                .problems()
                .warning(entry.at(), entry.key() + " has no effect: it is for vertex_ai alone"));
  }

  private Optional<Text> name(String name, Yaml value) {
    Optional<Text> text = values.text(name, value);
    if (isOfElsewhere() && text.filter(t -> Environment.isReference(t.shown())).isPresent()) {
      return text.map(t -> new Text(ELSEWHERE, t.shown(), t.at()));
    }
    text.filter(given -> !Vertex.isName(given.value()))
        .ifPresent(given ->
            error(
                given.at(),
                name
                    + " is "
                    + given.shown()
                    + ", which cannot be one's name at Google; write one such as "
                    + (LOCATION.contains(name) ? "europe-west4" : "my-project")));
    return text.filter(given -> Vertex.isName(given.value()));
  }

  // The path to a key file, its text, or the key as a mapping.
  private Optional<GoogleKey> key(String name, Yaml value) {
    Optional<String> text =
        value instanceof Mapping mapping
            ? Optional.of(new YamlJson(values).object(mapping).toJson())
            : values.text(name, value).map(Text::value);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(key(text.get()));
    } catch (IOException e) {
      if (isOfElsewhere()) {
        return Optional.of(GoogleKey.ofMachine());
      }
      error(value.at(), name + " names a file that cannot be read; check its path and permissions");
    } catch (IllegalArgumentException e) {
      error(value.at(), name + " cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }

  private GoogleKey key(String text) throws IOException {
    if (!text.startsWith("{")) {
      return GoogleKey.of(values.files().read(path(text)));
    }
    values.problems().secrets().add(text);
    return GoogleKey.of(text);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no file can have this name; check the path", e);
    }
  }

  private GoogleKey environments(Section params) {
    Optional<String> named = GoogleSurroundings.keyNamed(values.environment().toMap());
    try {
      return named.isPresent() ? key(named.get()) : GoogleKey.ofMachine();
    } catch (IOException e) {
      error(
          params.at("model"),
          "GOOGLE_APPLICATION_CREDENTIALS names a file that cannot be read; check its path and"
              + " permissions, or set vertex_credentials");
    } catch (IllegalArgumentException e) {
      error(
          params.at("model"),
          "the credentials that the environment names cannot be used: " + e.getMessage());
    }
    return GoogleKey.ofMachine();
  }

  private Deployment placed(Deployment deployment, Said said, GoogleKey key, Section params) {
    Map<String, String> environment = values.environment().toMap();
    String location =
        said.location
            .map(Text::value)
            .or(() -> GoogleSurroundings.location(environment))
            .orElseGet(() -> Vertex.usualLocation(deployment.model()));
    Optional<String> project =
        said.project
            .map(Text::value)
            .or(() -> GoogleSurroundings.project(environment))
            .or(key::project)
            .or(() -> isOfElsewhere() ? Optional.of(ELSEWHERE) : Optional.empty())
            .filter(Vertex::isName);
    if (project.isPresent() && Vertex.isName(location)) {
      return deployment.withEndpoint(
          deployment
              .endpoint()
              .map(base -> Vertex.endpoint(base, project.get(), location))
              .orElseGet(() -> Vertex.endpoint(project.get(), location)));
    }
    if (deployment.endpoint().isEmpty()
        && PROJECT.stream().allMatch(name -> params.entry(name).isEmpty())) {
      error(
          params.at("model"),
          "there is no project for "
              + deployment.provider()
              + "; set vertex_project, or the environment variable VERTEXAI_PROJECT or"
              + " GOOGLE_CLOUD_PROJECT");
    }
    return deployment;
  }

  private Credential credential(Deployment deployment, GoogleKey key) {
    GoogleCredential made =
        GoogleCredential.of(key, values.environment().proxies(deployment), TimeSource.system());
    return shared.computeIfAbsent(made, known -> known);
  }

  private boolean isOfElsewhere() {
    return values.environment().isOfElsewhere();
  }

  private void error(Location at, String message) {
    values.problems().error(at, message);
  }
}
