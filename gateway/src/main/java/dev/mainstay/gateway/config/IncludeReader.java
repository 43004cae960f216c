package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Words;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a file and those it includes into one mapping, merged as LiteLLM does: lists are joined,
 * anything else is replaced by what the included file has.
 */
final class IncludeReader {
  private static final String INCLUDE = "include";

  private final ConfigFiles files;
  private final Problems problems;
  private final Set<Path> read = new HashSet<>();

  IncludeReader(ConfigFiles files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  Mapping read(Path file) {
    problems.reading(file.toString());
    read.add(file.toAbsolutePath().normalize());
    Location whole = Location.whole(file.toString());
    return text(file, whole).map(text -> merged(file, text)).orElse(new Mapping(List.of(), whole));
  }

  private Optional<String> text(Path file, Location at) {
    try {
      String text = files.read(file);
      problems.secrets().addFrom(text);
      return Optional.of(text);
    } catch (NoSuchFileException e) {
      problems.error(at, "there is no file " + Words.quoted(file.toString()) + "; check the path");
    } catch (AccessDeniedException e) {
      problems.error(at, Words.quoted(file.toString()) + " may not be read; check its permissions");
    } catch (CharacterCodingException e) {
      problems.error(at, Words.quoted(file.toString()) + " is not UTF-8 text; save it as UTF-8");
    } catch (ConfigFiles.TooLargeException e) {
      problems.error(
          at,
          Words.quoted(file.toString())
              + " is larger than 8 MiB, which no configuration is; check the path");
    } catch (IOException e) {
      problems.error(at, Words.quoted(file.toString()) + " cannot be read; is it a file?");
    }
    return Optional.empty();
  }

  private Mapping merged(Path file, String text) {
    Location whole = Location.whole(file.toString());
    Yaml root = YamlReader.read(file.toString(), text, problems).orElse(Scalar.nothing(whole));
    Map<String, Entry> entries = new LinkedHashMap<>();
    Mapping mapping = mapping(root);
    mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
    Entry include = entries.remove(INCLUDE);
    if (include != null && !include.value().isNull()) {
      items(include.value()).forEach(item -> include(file, item, entries));
    }
    return new Mapping(List.copyOf(entries.values()), mapping.at());
  }

  private Mapping mapping(Yaml root) {
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    if (!root.isNull()) {
      problems.error(
          root.at(),
          "a configuration is a mapping that begins with a key such as model_list, but this file is"
              + " "
              + root.kind());
    }
    return new Mapping(List.of(), root.at());
  }

  private static Stream<Yaml> items(Yaml include) {
    return include instanceof Sequence sequence ? sequence.items().stream() : Stream.of(include);
  }

  private void include(Path from, Yaml item, Map<String, Entry> entries) {
    if (!(item instanceof Scalar scalar) || scalar.isNull()) {
      problems.error(item.at(), "include lists the names of files, but this is " + item.kind());
      return;
    }
    Optional<Path> file = resolve(from, scalar);
    if (file.isEmpty()) {
      return;
    }
    if (!read.add(file.get().toAbsolutePath().normalize())) {
      problems.warning(
          item.at(), Words.quoted(scalar.text()) + " was read already, and is not read again");
      return;
    }
    problems.reading(file.get().toString());
    Optional<String> text = text(file.get(), item.at());
    text.map(t -> merged(file.get(), t))
        .ifPresent(mapping -> mapping.entries().forEach(entry -> merge(entries, entry)));
  }

  private Optional<Path> resolve(Path from, Scalar scalar) {
    try {
      return Optional.of(from.resolveSibling(scalar.text()));
    } catch (InvalidPathException e) {
      problems.error(scalar.at(), "no file can have this name; check it");
      return Optional.empty();
    }
  }

  private void merge(Map<String, Entry> entries, Entry entry) {
    Entry before = entries.get(entry.key());
    if (before == null || before.value().isNull()) {
      entries.put(entry.key(), entry);
      return;
    }
    if (before.value() instanceof Sequence first && entry.value() instanceof Sequence second) {
      List<Yaml> joined = Stream.concat(first.items().stream(), second.items().stream()).toList();
      entries.put(
          entry.key(), new Entry(entry.key(), before.at(), new Sequence(joined, first.at())));
      return;
    }
    problems.warning(
        entry.at(),
        Words.key(entry.key())
            + " here replaces all of that in "
            + before.at().file()
            + ":"
            + before.at().line()
            + ", as it does in LiteLLM; keep it in one file");
    entries.put(entry.key(), entry);
  }
}
