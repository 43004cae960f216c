package dev.mainstay.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.mainstay.json.JsonSlice;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MediaFormsTest {
  private final MediaForms forms = new MediaForms();

  @Test
  void documentsHaveEachANameOfTheirOwn() {
    assertThat(Stream.of("a.pdf", "a (3).pdf", "a.pdf", "a.pdf", "a (3).pdf", "b").map(this::named))
        .containsExactly("a", "a (3)", "a (2)", "a (4)", "a (3) (2)", "b");
  }

  // Whoever counts up from the first for each is at it for many minutes.
  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void twoHundredThousandDocumentsOfOneNameAreNamed() {
    List<String> names = IntStream.range(0, 200_000).mapToObj(i -> named("a.pdf")).toList();

    assertThat(names).doesNotHaveDuplicates().endsWith("a (200000)");
  }

  private String named(String file) {
    return forms
        .ofUrl(JsonSlice.of("data:application/pdf;base64,QQ=="), "file", Optional.of(file))
        .object("document")
        .flatMap(document -> document.text("name"))
        .orElseThrow();
  }
}
