package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Seconds;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;

/** Turns YAML into the JSON that goes to a provider. */
record YamlJson(Values values) {

  JsonValue json(String name, Yaml yaml) {
    return switch (yaml) {
      case Mapping mapping -> object(mapping);
      case Sequence sequence ->
          JsonArray.of(sequence.items().stream().map(item -> json(name, item)).toList());
      case Scalar scalar when scalar.isNull() -> JsonNull.NULL;
      case Scalar scalar when scalar.plain() ->
          plain(scalar.text()).orElseGet(() -> text(name, scalar));
      case Scalar scalar -> text(name, scalar);
    };
  }

  JsonObject object(Mapping mapping) {
    JsonObjectBuilder object = JsonObject.builder();
    for (Entry entry : mapping.entries()) {
      object.put(entry.key(), json(entry.key(), entry.value()));
    }
    return object.build();
  }

  static JsonNumber number(BigDecimal value) {
    return new JsonNumber(value.toString());
  }

  private static Optional<JsonValue> plain(String text) {
    if (Seconds.number(text).isPresent()) {
      return Optional.of(number(new BigDecimal(text.replace("_", ""))));
    }
    return Values.flag(text).map(JsonBoolean::of);
  }

  private JsonValue text(String name, Scalar scalar) {
    if (!Environment.isReference(scalar.text())) {
      return new JsonString(scalar.text());
    }
    return new JsonString(values.anyText(name, scalar).map(Text::value).orElse(""));
  }
}
