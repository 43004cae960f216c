package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.openai.Vendor.Quirk;
import dev.mainstay.provider.wire.Parameters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in docs/providers.md is the table in the source. */
class VendorPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/providers.md");
  private static final String HEAD =
      "| prefix | base URL | key | address | usage | goes on | does not take | differs |";
  private static final Map<Quirk, String> WORDS =
      Map.ofEntries(
          Map.entry(Quirk.STRICT, "strict"),
          Map.entry(Quirk.OWN_FIELDS, "fields"),
          Map.entry(Quirk.SYSTEM_ONLY, "system"),
          Map.entry(Quirk.SHORT_CALL_IDS, "ids"),
          Map.entry(Quirk.BOUNDED_CALL_IDS, "short ids"),
          Map.entry(Quirk.REASONING, "reasoning"),
          Map.entry(Quirk.NO_THOUGHTS, "thoughts"),
          Map.entry(Quirk.OWN_THOUGHTS, "own thoughts"),
          Map.entry(Quirk.DEFAULT_EFFORT, "default"),
          Map.entry(Quirk.CHATS_ONLY, "chats"),
          Map.entry(Quirk.DOCUMENT_URLS, "files"),
          Map.entry(Quirk.EARLY_INSTRUCTIONS, "early"),
          Map.entry(Quirk.ANSWERED_RESULTS, "answered"),
          Map.entry(Quirk.FULL_TOOLS, "parameters"),
          Map.entry(Quirk.FULL_SCHEMAS, "properties"),
          Map.entry(Quirk.TEXT_RESULTS, "pictures"));

  @Test
  void pageListsEveryVendorAsItIs() throws IOException {
    List<String> shown =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.equals(HEAD))
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(shown).containsExactlyElementsOf(table());
  }

  private static List<String> table() {
    List<String> table = new ArrayList<>(List.of(HEAD, "|" + "---|".repeat(8)));
    Vendor.known().forEach(vendor -> table.add(row(vendor)));
    return table;
  }

  private static String row(Vendor vendor) {
    return Stream.of(
            code(vendor.name()),
            vendor.baseUrl().map(URI::toString).map(VendorPageTest::code).orElse("your own"),
            codes(
                Stream.concat(vendor.keyVariables().stream(), vendor.tokenVariables().stream())
                    .toList()),
            codes(
                Stream.concat(vendor.urlVariables().stream(), vendor.versionVariables().stream())
                    .toList()),
            vendor.usageOnRequest() ? "asked" : "told",
            goesOn(vendor),
            untaken(vendor),
            differences(vendor))
        .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
        .collect(Collectors.joining("", "|", ""));
  }

  private static String goesOn(Vendor vendor) {
    return switch (vendor.prefill()) {
      case PLAIN -> "";
      case MARKED -> "by `prefix`";
      case MARKED_AND_ECHOED -> "by `prefix`, repeating it";
      case FLAGGED -> "by `continue_final_message`";
    };
  }

  private static String untaken(Vendor vendor) {
    return codes(
        Parameters.all("").taken().stream()
            .filter(name -> !vendor.parameters().taken().contains(name))
            .sorted()
            .toList());
  }

  private static String differences(Vendor vendor) {
    Stream<String> quirks =
        Stream.of(Quirk.values()).filter(vendor.quirks()::contains).map(WORDS::get);
    Stream<String> names =
        vendor.renamed().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(name -> code(name.getKey()) + " → " + code(name.getValue()));
    return Stream.concat(quirks, names).collect(Collectors.joining(", "));
  }

  private static String codes(List<String> names) {
    return names.stream().map(VendorPageTest::code).collect(Collectors.joining(", "));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
