package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.KnownModels;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every vendor's page is made of its row, and of what a conversation loses on the way to it. With
 * {@code -Dmainstay.api.renew=true} the pages are written anew.
 */
class VendorPagesTest {
  private static final Path PAGES =
      Path.of("").toAbsolutePath().getParent().resolve("docs/providers");
  private static final Path MODELS =
      Path.of("src/main/resources/dev/mainstay/provider/models.tsv").toAbsolutePath();

  @Test
  void everyVendorHasAPageThatIsMadeOfItsRow() throws IOException {
    Map<String, String> pages = VendorPages.all(VendorPagesTest::lost);

    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = PAGES.resolve(page.getKey());
      if (Boolean.getBoolean("mainstay.api.renew")) {
        Files.writeString(file, page.getValue());
      }
      assertThat(file).content().isEqualTo(page.getValue());
    }
    Stream<String> prefixes =
        VendorPages.lines().stream().flatMap(line -> line.prefixes().stream());
    // Azure's are told on a page that is written by hand.
    assertThat(Stream.concat(prefixes, Stream.of("azure", "azure_ai")))
        .containsExactlyInAnyOrderElementsOf(Vendor.known().stream().map(Vendor::name).toList());
  }

  /** Vendors retire models; those that are known by name are such as are served. */
  @Test
  void modelOfAPageIsOneThatIsKnownWhereAnyOfItsVendorsIs() throws IOException {
    Set<String> vendors =
        Files.readAllLines(MODELS).stream()
            .map(row -> row.split("/", 2)[0])
            .collect(Collectors.toSet());

    assertThat(VendorPages.lines())
        .filteredOn(line -> vendors.contains(line.vendor().name()))
        .hasSizeGreaterThan(10)
        .allSatisfy(line ->
            assertThat(KnownModels.of(line.vendor().name(), line.model()))
                .as("%s", line)
                .isNotEqualTo(ModelInfo.unknown()));
  }

  private static Set<Wire.Part> lost(Vendor vendor) {
    return WholeConversation.lost("c2ln", chat -> WholeConversationTest.sent(vendor.name(), chat));
  }
}
