package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One mapping of a configuration: its values by key. A key whose value is null counts as absent.
 */
record Section(Mapping mapping, Values values) {

  /** The mapping that {@code value} should be; an empty one where it is null or something else. */
  static Section of(String name, Yaml value, Values values) {
    Mapping nothing = new Mapping(List.of(), value.at());
    Mapping mapping = value.isNull() ? nothing : values.mapping(name, value).orElse(nothing);
    return new Section(mapping, values);
  }

  /** The entry {@code key}. */
  Optional<Entry> entry(String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().equals(key) && !entry.value().isNull())
        .findFirst();
  }

  /** Where {@code key} stands, or the mapping where there is no such key. */
  Location at(String key) {
    return entry(key).map(Entry::at).orElse(mapping.at());
  }

  /** The value of {@code key} as {@code reader} takes it. */
  <T> Optional<T> get(String key, Values.Reader<T> reader) {
    return entry(key).flatMap(entry -> reader.read(key, entry.value()));
  }

  /** {@code whole}, changed by the value of {@code key} as {@code reader} takes it. */
  <W, T> W with(W whole, String key, Values.Reader<T> reader, BiFunction<W, T, W> change) {
    return get(key, reader).map(value -> change.apply(whole, value)).orElse(whole);
  }

  /** The mapping under {@code key}; an empty one where there is none. */
  Section section(String key) {
    return Section.of(
        key, entry(key).map(Entry::value).orElse(Scalar.nothing(mapping.at())), values);
  }

  /** The entries that are not null and have none of {@code keys}. */
  List<Entry> except(Set<String> keys) {
    return mapping.entries().stream()
        .filter(entry -> !entry.value().isNull() && !keys.contains(entry.key()))
        .toList();
  }

  /** Tells of every key with a value that has no effect in {@code place}. */
  void warnOfRest(Place place) {
    Unsupported unsupported = new Unsupported(place, values.problems());
    for (Entry entry : except(place.own())) {
      if (unsupported.isFor(entry.key())) {
        unsupported.tell(entry);
      } else {
        values.problems().warning(entry.at(), place.remark(entry.key()));
      }
    }
  }
}
