package dev.mainstay.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence of docs/semantics.md has its proof in docs/proofs.md, and each is a test. */
class ProofsPageTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Pattern SECTION = Pattern.compile("(?:## )?(\\d(?:\\.\\d+)?)\\.? .*");
  private static final Pattern PROVEN = Pattern.compile("## (.+)");
  private static final Pattern PROOF = Pattern.compile("- \"((?:[^\"\\\\]|\\\\.)+)\" (.+)");
  private static final Pattern TEST = Pattern.compile("`(?:(\\w+)/)?(\\w+)(?:#(\\w+))?`");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=\\.)\\)? (?=[A-Z*`\"(“])");
  private static final Set<String> BEING_BUILT = Set.of("5.2");

  @Test
  void everySentenceHasAProof() throws IOException {
    Map<String, List<Proof>> proofs = proofs();
    List<String> bare = new ArrayList<>();
    sentences()
        .forEach((section, sentences) -> {
          List<Proof> own = proofs.getOrDefault(section, List.of());
          sentences.stream()
              .filter(sentence -> own.stream().noneMatch(p -> sentence.contains(p.words)))
              .forEach(sentence -> bare.add(section + ": " + sentence));
        });
    bare.removeIf(sentence -> BEING_BUILT.stream().anyMatch(sentence::startsWith));

    assertThat(bare).as("sentences of docs/semantics.md without a line in proofs.md").isEmpty();
  }

  @Test
  void everyProofQuotesItsSection() throws IOException {
    Map<String, List<String>> sentences = sentences();
    List<String> strange = new ArrayList<>();
    proofs()
        .forEach((section, proofs) -> {
          List<String> own = sentences.getOrDefault(section, List.of());
          proofs.stream()
              .filter(p -> own.stream().noneMatch(sentence -> sentence.contains(p.words)))
              .forEach(p -> strange.add(section + ": " + p.words));
        });

    assertThat(strange).as("words in proofs.md that no sentence of their section has").isEmpty();
  }

  @Test
  void everyProofIsATest() throws IOException {
    Map<String, List<Path>> tests = tests();
    List<String> missing = new ArrayList<>();
    for (List<Proof> section : proofs().values()) {
      for (Proof proof : section) {
        for (MatchResult test : TEST.matcher(proof.by).results().toList()) {
          if (!isThere(test, tests.getOrDefault(test.group(2), List.of()))) {
            missing.add(test.group());
          }
        }
      }
    }

    assertThat(missing).as("tests that proofs.md names and nobody has").isEmpty();
  }

  private static boolean isThere(MatchResult test, List<Path> files) throws IOException {
    for (Path file : files) {
      boolean isMeant = test.group(1) == null || file.toString().contains("/" + test.group(1));
      String method = test.group(3);
      if (isMeant && (method == null || Files.readString(file).contains(" " + method + "("))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, List<Path>> tests() throws IOException {
    Map<String, List<Path>> tests = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(HOME)) {
      files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> {
            String name = file.getFileName().toString().replace(".java", "");
            tests.computeIfAbsent(name, n -> new ArrayList<>()).add(file);
          });
    }
    return tests;
  }

  private static Map<String, List<Proof>> proofs() throws IOException {
    Map<String, List<Proof>> proofs = new LinkedHashMap<>();
    String section = "";
    for (String line : Files.readAllLines(HOME.resolve("docs/proofs.md"))) {
      Matcher head = PROVEN.matcher(line);
      Matcher proof = PROOF.matcher(line);
      if (head.matches()) {
        section = head.group(1);
      } else if (proof.matches()) {
        String words = proof.group(1).replace("\\\"", "\"");
        proofs
            .computeIfAbsent(section, s -> new ArrayList<>())
            .add(new Proof(words, proof.group(2)));
      }
    }
    return proofs;
  }

  // A row of a table and an item of a list are sentences as well.
  private static Map<String, List<String>> sentences() throws IOException {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(HOME.resolve("docs/semantics.md"))) {
      Matcher head = SECTION.matcher(line);
      if (head.matches()) {
        text = texts.computeIfAbsent(head.group(1), s -> new StringBuilder());
      }
      boolean isNew = line.isBlank() || line.startsWith("- ") || line.startsWith("| ");
      text.append(isNew ? "\n" : " ").append(line.strip());
    }
    Map<String, List<String>> sentences = new LinkedHashMap<>();
    texts.forEach((section, all) -> sentences.put(section, sentencesOf(all.toString())));
    // A page for users, of which not every sentence is a promise: its proofs quote the whole of it.
    String durable = Files.readString(HOME.resolve("docs/durable.md")).replaceAll("\\s+", " ");
    sentences.put("Durable calls", List.of(durable));
    return sentences;
  }

  private static List<String> sentencesOf(String text) {
    return text.lines()
        .filter(block -> !block.isBlank() && !block.strip().startsWith("## "))
        .map(block -> block.replace(" |---|---|---|---|---|---|---|", ""))
        .flatMap(SENTENCE_END::splitAsStream)
        .toList();
  }

  /** That something is kept: {@code words} of the sentence, and {@code by} which tests. */
  private record Proof(String words, String by) {}
}
