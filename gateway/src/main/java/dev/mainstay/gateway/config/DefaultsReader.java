package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.words.Words;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the request fields a deployment sends where the caller sets none: those known by name, and
 * whatever stands in {@code extra_body}. What is neither setting nor field is warned of.
 */
record DefaultsReader(Values values) {
  static final Set<String> NUMBERS =
      names(
          "dimensions temperature top_p top_k min_p max_tokens max_completion_tokens n seed"
              + " presence_penalty frequency_penalty repetition_penalty top_logprobs");

  static final Set<String> FIELDS =
      names(
          "audio cached_content cachedContent chat_template_kwargs enable_thinking"
              + " function_call functions guardrailConfig guided_json guided_regex input_type"
              + " keep_alive logit_bias logprobs mirostat mirostat_eta mirostat_tau modalities"
              + " normalize num_batch num_ctx num_gpu num_keep num_predict num_thread options"
              + " parallel_tool_calls performanceConfig prediction prompt_cache_key"
              + " prompt_cache_retention provider reasoning reasoning_effort repeat_last_n"
              + " repeat_penalty requestMetadata response_format route safe_prompt"
              + " safety_identifier safety_settings safetySettings search_parameters"
              + " service_tier stop store stream_options task_type template tfs_z think"
              + " thinking tool_choice tools transforms truncate typical_p user verbosity"
              + " web_search_options");

  // The request says these itself, or the deployment does.
  private static final Set<String> RESERVED = Set.of("messages", "model", "stream");

  /** What is sent. */
  JsonObject read(Section params) {
    JsonObjectBuilder defaults = JsonObject.builder();
    for (Entry entry : params.except(Place.PARAMS.own())) {
      read(entry).ifPresent(value -> defaults.put(entry.key(), value));
    }
    Optional<Mapping> extra = params.get("extra_body", values::mapping);
    extra.ifPresent(mapping -> new YamlJson(values).object(mapping).forEach(defaults::put));
    extra.ifPresent(this::warnOfReserved);
    return defaults.build();
  }

  private Optional<JsonValue> read(Entry entry) {
    String key = entry.key();
    if (NUMBERS.contains(key)) {
      return values.decimal(key, entry.value()).map(YamlJson::number);
    }
    if (FIELDS.contains(key)) {
      return Optional.of(new YamlJson(values).json(key, entry.value()));
    }
    Unsupported unsupported = new Unsupported(Place.PARAMS, values.problems());
    if (unsupported.isFor(key)) {
      unsupported.tell(entry);
    } else {
      values.problems().warning(entry.at(), remark(key));
    }
    return Optional.empty();
  }

  private static String remark(String key) {
    String remark = Place.PARAMS.remark(key);
    if (remark.contains(";")) {
      return remark;
    }
    Set<String> known = new TreeSet<>(NUMBERS);
    known.addAll(FIELDS);
    String suggestion = Words.suggestion(key, known);
    return remark
        + (suggestion.isEmpty()
            ? "; if it is a field for the provider, put it in extra_body"
            : suggestion);
  }

  private void warnOfReserved(Mapping extra) {
    for (Entry entry : extra.entries()) {
      if (RESERVED.contains(entry.key())) {
        values
            .problems()
            .warning(entry.at(), "'" + entry.key() + "' in extra_body has no effect; remove it");
      }
    }
  }

  private static Set<String> names(String words) {
    return Set.copyOf(Arrays.asList(words.split(" ")));
  }
}
