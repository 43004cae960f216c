package dev.mainstay.provider.openai;

import dev.mainstay.provider.openai.Vendor.Quirk;
import dev.mainstay.provider.wire.Parameters;
import dev.mainstay.provider.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages of the vendors that speak OpenAI's dialect, made of their rows in the table. */
final class VendorPages {
  private static final Map<Quirk, String> WORDS =
      Map.ofEntries(
          Map.entry(
              Quirk.STRICT,
              "Parts of a conversation that only Anthropic understands are not sent. Tools that"
                  + " only Anthropic has are refused by name, or left out with `drop_params`."),
          Map.entry(
              Quirk.OWN_FIELDS,
              "`drop_params` also drops `thinking` and `top_k`, which only other providers take."),
          Map.entry(Quirk.SYSTEM_ONLY, "Developer messages are sent as system messages."),
          Map.entry(
              Quirk.SHORT_CALL_IDS,
              "The ids of another provider's tool calls become nine letters and digits."),
          Map.entry(
              Quirk.BOUNDED_CALL_IDS,
              "Ids of another provider's tool calls that have more than 40 characters become"
                  + " shorter ones."),
          Map.entry(
              Quirk.REASONING,
              "To reasoning models, `max_tokens` is sent as `max_completion_tokens`. What they refuse"
                  + " of `temperature`, `top_p`, penalties, `logprobs`, `logit_bias` and `stop` is"
                  + " refused by name, or left out with `drop_params`."),
          Map.entry(Quirk.NO_THOUGHTS, "The reasoning of earlier turns is not sent."),
          Map.entry(
              Quirk.OWN_THOUGHTS,
              "Of the reasoning of earlier turns only what stands in `reasoning` is sent."),
          Map.entry(Quirk.DEFAULT_EFFORT, "`reasoning_effort` may be `default`."),
          Map.entry(Quirk.CHATS_ONLY, "It has no text completions."),
          Map.entry(
              Quirk.DOCUMENT_URLS,
              "A `file` is sent as `document_url`, or by its id, and a sound as one string."),
          Map.entry(
              Quirk.EARLY_INSTRUCTIONS,
              "System messages behind one of the assistant's or a tool's, which it refuses, go to"
                  + " those at the beginning."),
          Map.entry(
              Quirk.ANSWERED_RESULTS,
              "Between a tool's result and a user's message behind it, the assistant says \"I have"
                  + " read the results.\"."),
          Map.entry(
              Quirk.FULL_TOOLS, "A function without `parameters` is sent with those of no field."),
          Map.entry(
              Quirk.FULL_SCHEMAS,
              "Parameters of a function that tell no `properties`, which it refuses, are sent with"
                  + " none."),
          Map.entry(
              Quirk.TEXT_RESULTS,
              "Pictures and files in a tool's result follow the results in a user message."));

  private VendorPages() {}

  /** A line of {@code vendor-pages.txt}. */
  record Line(String file, String title, List<String> prefixes, String model, String more) {
    static Line of(String line) {
      String[] parts = line.split("\\|", 5);
      return new Line(
          parts[0].strip(),
          parts[1].strip(),
          List.of(parts[2].strip().split(", ")),
          parts[3].strip(),
          parts[4].strip());
    }

    Vendor vendor() {
      return Vendor.named(prefixes.getFirst()).orElseThrow();
    }
  }

  static List<Line> lines() {
    try (InputStream in = VendorPages.class.getResourceAsStream("vendor-pages.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Line::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The pages, each by its file.
   *
   * @param lost what a conversation loses on the way to a vendor
   */
  static Map<String, String> all(Function<Vendor, Set<Wire.Part>> lost) {
    Map<String, String> pages = new TreeMap<>();
    lines().forEach(line -> pages.put(line.file() + ".md", page(line, lost.apply(line.vendor()))));
    return pages;
  }

  private static String page(Line line, Set<Wire.Part> lost) {
    Vendor vendor = line.vendor();
    List<String> page = new ArrayList<>();
    page.add("# " + line.title() + "\n");
    page.add(
        "OpenAI's dialect, as "
            + line.prefixes().stream()
                .map(prefix -> "`" + prefix + "/…`")
                .collect(Collectors.joining(", "))
            + ".\n");
    page.add(sample(line, vendor));
    page.add("| | |\n|---|---|");
    row(page, "key", codes(keys(vendor)));
    row(page, "address", address(vendor));
    row(
        page,
        "usage of a stream",
        vendor.usageOnRequest() ? "asked for" : "sent without being asked for");
    row(page, "a broken stream is continued by", goesOn(vendor));
    row(page, "does not take", codes(untaken(vendor)));
    row(page, "texts in `stop`", stops(vendor.parameters().mostStops()));
    row(page, "under another name", renamed(vendor));
    page.add("");
    Stream.of(Quirk.values())
        .filter(vendor.quirks()::contains)
        .forEach(quirk -> page.add("* " + Objects.requireNonNull(WORDS.get(quirk))));
    if (!line.more().isEmpty()) {
      page.add("* " + line.more());
    }
    page.add("* " + Wire.sentence(lost));
    page.add("* What they all have in common: [providers](../providers.md).");
    return String.join("\n", page) + "\n";
  }

  private static String sample(Line line, Vendor vendor) {
    StringBuilder sample =
        new StringBuilder(
            "```yaml\nmodel_list:\n  - model_name: chat\n    litellm_params:\n      model: ");
    sample.append(vendor.name()).append('/').append(line.model()).append('\n');
    if (vendor.baseUrl().isEmpty()) {
      sample.append("      api_base: https://llm.example.com/v1\n");
    } else if (!vendor.needsKey()) {
      sample.append("      api_base: ").append(vendor.baseUrl().get()).append('\n');
    }
    if (!keys(vendor).isEmpty() && vendor.needsKey()) {
      sample.append("      api_key: os.environ/").append(keys(vendor).getFirst()).append('\n');
    }
    return sample.append("```\n").toString();
  }

  private static void row(List<String> page, String name, String value) {
    if (!value.isEmpty()) {
      page.add("| " + name + " | " + value + " |");
    }
  }

  private static List<String> keys(Vendor vendor) {
    return Stream.concat(vendor.keyVariables().stream(), vendor.tokenVariables().stream()).toList();
  }

  private static String address(Vendor vendor) {
    return Stream.concat(
            vendor.baseUrl().map(URI::toString).stream(),
            Stream.concat(vendor.urlVariables().stream(), Stream.of("api_base")))
        .map(text -> "`" + text + "`")
        .collect(Collectors.joining(", "));
  }

  private static String goesOn(Vendor vendor) {
    return switch (vendor.prefill()) {
      case PLAIN -> "an anchor";
      case MARKED -> "`prefix`";
      case MARKED_AND_ECHOED -> "`prefix`, which it repeats";
      case FLAGGED -> "`continue_final_message`";
    };
  }

  private static List<String> untaken(Vendor vendor) {
    return Parameters.all("").taken().stream()
        .filter(name -> !vendor.parameters().taken().contains(name))
        .sorted()
        .toList();
  }

  private static String stops(int most) {
    return most == Integer.MAX_VALUE
        ? ""
        : "at most " + most + "; more are refused by name, or left out with `drop_params`";
  }

  private static String renamed(Vendor vendor) {
    return new TreeMap<>(vendor.renamed())
        .entrySet().stream()
            .map(name -> "`" + name.getKey() + "` → `" + name.getValue() + "`")
            .collect(Collectors.joining(", "));
  }

  private static String codes(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
