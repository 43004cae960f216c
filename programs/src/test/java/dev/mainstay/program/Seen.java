package dev.mainstay.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.program.event.ProgramEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the reader of one stream saw: read to its end, and checked to be told as promised.
 *
 * @param events the events but those of status and usage, in short
 * @param joined the deltas of each field since the last restart, joined
 * @param restarts how often the answer began anew
 * @param value the answer, where there is one
 * @param failure what was thrown, where something was
 */
record Seen<O>(
    List<String> events,
    Map<String, String> joined,
    int restarts,
    Optional<O> value,
    Optional<RuntimeException> failure) {

  static <O> Seen<O> of(ProgramStream<O> stream) {
    List<String> events = new ArrayList<>();
    Map<String, String> joined = new LinkedHashMap<>();
    Set<String> begun = new HashSet<>();
    Set<String> done = new HashSet<>();
    O value = null;
    int take = 0;
    try (stream) {
      for (ProgramEvent<O> event : stream) {
        assertThat(value).as("nothing comes behind Completed").isNull();
        switch (event) {
          case ProgramEvent.Status<O> status -> {}
          case ProgramEvent.UsageReported<O> usage -> {}
          case ProgramEvent.FieldBegun<O> begins -> {
            assertThat(begins.take()).isEqualTo(take);
            assertThat(begun.add(begins.field())).as("begun once").isTrue();
            joined.put(begins.field(), "");
            events.add("+" + begins.field());
          }
          case ProgramEvent.FieldDelta<O> delta -> {
            assertThat(delta.take()).isEqualTo(take);
            assertThat(begun).contains(delta.field());
            assertThat(done).doesNotContain(delta.field());
            joined.merge(delta.field(), delta.text(), String::concat);
            events.add(delta.field() + "=" + delta.text());
          }
          case ProgramEvent.FieldDone<O> ends -> {
            assertThat(ends.take()).isEqualTo(take);
            assertThat(begun).contains(ends.field());
            assertThat(done.add(ends.field())).as("done once").isTrue();
            events.add("-" + ends.field());
          }
          case ProgramEvent.Restarted<O> restarted -> {
            assertThat(restarted.take()).isEqualTo(++take);
            joined.clear();
            begun.clear();
            done.clear();
            events.add("!" + restarted.why());
          }
          case ProgramEvent.Completed<O> completed -> {
            value = completed.value();
            assertThat(begun).isEqualTo(done);
          }
        }
      }
      return new Seen<>(events, joined, take, Optional.of(value), Optional.empty());
    } catch (RuntimeException e) {
      return new Seen<>(events, joined, take, Optional.empty(), Optional.of(e));
    }
  }
}
