package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which websites' scripts may call, as browsers ask for it (CORS: the Fetch Standard, 3.3). A
 * browser asks before it sends a request that no form could have sent; that is answered for every
 * path, and needs no key. Cookies and other credentials of the browser's own play no part.
 *
 * @param origins the websites, as browsers name them: {@code https://app.example.com}, in small
 *     letters and without a standard port; {@code *} for all; none, which is the default, where no
 *     answer says a word of it
 */
public record CrossOrigin(Set<String> origins) {
  private static final String ANY = "*";
  private static final String METHODS = "GET, POST";
  // As long as Chrome remembers it at most.
  private static final String MAX_AGE_SECONDS = "7200";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  // What scripts are shown anyhow.
  private static final Set<String> SHOWN_ANYHOW =
      Set.of("cache-control", "content-language", "content-type", "expires", "last-modified");
  private static final String OWN = "access-control-";

  /** Websites; copies the set. */
  public CrossOrigin {
    origins = Set.copyOf(origins);
  }

  /** No website's. */
  public static CrossOrigin none() {
    return new CrossOrigin(Set.of());
  }

  /** {@code answer}, to {@code request}, with what a browser must be told. */
  Headers told(Headers request, Headers answer) {
    if (origins.isEmpty()) {
      return answer;
    }
    List<Field> headers = new ArrayList<>(answer.entries());
    allowed(request)
        .ifPresent(origin -> {
          headers.add(new Field("access-control-allow-origin", origin));
          exposed(answer)
              .ifPresent(names -> headers.add(new Field("access-control-expose-headers", names)));
        });
    if (!origins.contains(ANY)) {
      headers.add(new Field("vary", "Origin"));
    }
    return Headers.of(headers);
  }

  /** The answer to a browser that asks whether it may send a request, if that is what this is. */
  Optional<Headers> preflight(String method, Headers request) {
    boolean asks =
        method.equals("OPTIONS")
            && request.first("access-control-request-method").isPresent()
            && allowed(request).isPresent();
    return asks ? Optional.of(leave(request)) : Optional.empty();
  }

  // All of the headers that it asks for: clients send many, and "*" would leave out Authorization.
  private static Headers leave(Headers request) {
    List<Field> headers = new ArrayList<>();
    headers.add(new Field("access-control-allow-methods", METHODS));
    String asked =
        request.all("access-control-request-headers").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(name -> TOKEN.matcher(name).matches())
            .collect(Collectors.joining(", "));
    if (!asked.isEmpty()) {
      headers.add(new Field("access-control-allow-headers", asked));
    }
    headers.add(new Field("access-control-max-age", MAX_AGE_SECONDS));
    headers.add(new Field("vary", "Access-Control-Request-Headers"));
    return Headers.of(headers);
  }

  private Optional<String> allowed(Headers request) {
    return origins.contains(ANY)
        ? Optional.of(ANY)
        : request.first("origin").filter(origins::contains);
  }

  private static Optional<String> exposed(Headers answer) {
    String names =
        answer.entries().stream()
            .map(header -> header.name().toLowerCase(Locale.ROOT))
            .filter(name -> !SHOWN_ANYHOW.contains(name) && !name.startsWith(OWN))
            .filter(name -> !name.equals("vary"))
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }
}
