package dev.mainstay.program;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.program.signature.Demo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a program can be learnt, as JSON. */
final class SavedProgram {
  private static final String SIGNATURE = "signature";
  private static final String INSTRUCTIONS = "instructions";
  private static final String DEMOS = "demos";

  private SavedProgram() {}

  static JsonObject save(PredictSettings<?, ?> settings) {
    return JsonObject.builder()
        .put(SIGNATURE, settings.signature.toJson())
        .put(INSTRUCTIONS, settings.instructions)
        .put(DEMOS, JsonArray.of(settings.demos.stream().map(Demo::toJson).toList()))
        .build();
  }

  static <I, O> PredictSettings<I, O> load(PredictSettings<I, O> settings, JsonObject saved) {
    JsonObject fits = settings.signature.toJson();
    JsonObject was = saved.object(SIGNATURE).orElse(JsonObject.empty());
    if (!was.equals(fits)) {
      throw new IllegalArgumentException(
          "the saved program does not fit "
              + settings.signature
              + ": "
              + String.join("; ", differences(was, fits)));
    }
    List<Demo> demos =
        saved.array(DEMOS).stream().flatMap(JsonArray::objects).map(Demo::of).toList();
    return settings.with(copy -> {
      copy.instructions = saved.text(INSTRUCTIONS).orElse("");
      copy.demos = demos;
    });
  }

  private static List<String> differences(JsonObject was, JsonObject is) {
    List<String> differences = new ArrayList<>();
    for (String side : List.of("input", "output")) {
      JsonObject before = was.object(side).orElse(JsonObject.empty());
      JsonObject now = is.object(side).orElse(JsonObject.empty());
      Set<String> names = new LinkedHashSet<>(before.names());
      names.addAll(now.names());
      for (String name : names) {
        String old = before.text(name).orElse("not there");
        String fresh = now.text(name).orElse("not there");
        if (!old.equals(fresh)) {
          differences.add(side + "." + name + " was " + old + ", and is " + fresh);
        }
      }
    }
    return differences.isEmpty() ? List.of("its fields are in another order") : differences;
  }
}
