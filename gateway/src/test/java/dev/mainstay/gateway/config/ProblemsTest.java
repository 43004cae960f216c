package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.openai.Vendor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is told with its file, its line, and what to do. */
class ProblemsTest {
  private static final String PROVIDERS =
      Vendor.known().stream().map(Vendor::name).sorted().collect(Collectors.joining(", "));

  @ParameterizedTest(name = "{0}")
  @MethodSource({"syntax", "models", "parameters", "router", "general"})
  void mistakeIsToldWithItsLine(String what, String yaml, List<String> expected) {
    List<String> problems = Reading.problems(yaml);

    assertThat(problems).containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> syntax() {
    return Stream.of(
        mistake("empty file", "", "config.yaml: error: there is no model_list, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md"),
        mistake("only comments", "# nothing\n", "config.yaml: error: there is no model_list, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md"),
        mistake("text", "just text\n", "config.yaml:1: error: a configuration is a mapping that begins with a key such as model_list, but this file is text"),
        mistake("a list", "- a\n- b\n", "config.yaml:1: error: a configuration is a mapping that begins with a key such as model_list, but this file is a list"),
        mistake("tab", "model_list:\n\t- model_name: a\n", "config.yaml:2: error: a tab stands here; YAML indents with spaces only"),
        mistake("colon in a value", "model_list: a: b\n", "config.yaml:1: error: this is no YAML: a second 'key: value' begins within a value; quote the value if it holds ': ', or check the indentation"),
        mistake("open quotation mark", "a: 1\nmodel_list: 'x\n", "config.yaml:2: error: this is no YAML: the quotation mark that opens here is not closed"),
        mistake("open bracket", "model_list: [1,\nb: 2\n", "config.yaml:3: error: this is no YAML: a '[' or '{' (from line 1) is not closed; add its ']' or '}', or a ','"),
        mistake("indentation", "model_list:\n  - model_name: a\n   litellm_params: {}\n", "config.yaml:3: error: this is no YAML: the indentation does not fit the lines before (from line 2)"),
        mistake("reserved character", "model_list: @x\n", "config.yaml:1: error: this is no YAML: no value may begin with this character; quote the value"),
        mistake("escape", "model_list: \"\\q\"\n", "config.yaml:1: error: this is no YAML: an unknown '\\' escape in double quotes; use single quotes, or write '\\\\'"),
        mistake("no colon", "model_list:\n  a\nrouter_settings\nb: 1\n", "config.yaml:3: error: this is no YAML: a key has no ': ' after it; write 'key: value', with a space"),
        mistake("unknown alias", "model_list: *models\n", "config.yaml:1: error: there is no model_list, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md", "config.yaml:1: error: no anchor of this name comes before this alias ('*...'); quote the text if no alias is meant"),
        mistake("alias within its own anchor", "model_list: &a [*a]\n", "config.yaml:1: error: no anchor of this name comes before this alias ('*...'); quote the text if no alias is meant", "config.yaml:1: error: an entry of model_list must be a mapping ('key: value'), but is empty"),
        mistake("tag", "model_list: !python/object x\n", "config.yaml:1: error: this value has a tag ('!...') that means nothing here; remove it, or quote", "config.yaml:1: error: model_list must be a list ('- value'), but is text"),
        mistake("control character", "a: 1\nmodel_list: \u0001\n", "config.yaml:2: error: a control character stands here, which YAML does not allow; remove it"),
        mistake("two documents", "a: 1\n---\nb: 2\n", "config.yaml:1: warning: unknown key 'a' has no effect", "config.yaml:1: error: there is no model_list, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md", "config.yaml:2: error: a second document begins here; a configuration is one document"),
        mistake("key that is a list", "[a, b]: 1\n", "config.yaml:1: error: a key must be a word, but this one is a list"),
        mistake("merge of text", "model_list: []\n<<: x\n", "config.yaml:1: error: model_list is empty, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md", "config.yaml:2: error: '<<' merges a mapping, or a list of them, into this one, but its value is text; write '<<: *name'"),
        mistake("deep", "model_list: " + "[".repeat(20_000) + "]".repeat(20_000), "config.yaml:1: error: an entry of model_list must be a mapping ('key: value'), but is a list", "config.yaml:1: error: values nest more than 100 deep here; nest fewer"),
        mistake("aliases without end", bomb(), "config.yaml:5: error: the aliases up to here repeat more than 100,000 values; use fewer"),
        mistake("duplicate key", minimal() + "router_settings:\n  num_retries: 1\n  num_retries: 2\n", "config.yaml:7: error: the key 'num_retries' is set twice, first in line 6; remove one of them"));
  }

  static Stream<Arguments> models() {
    return Stream.of(
        mistake("empty list", "model_list: []\n", "config.yaml:1: error: model_list is empty, so no model could be called; give it an entry with a model_name and litellm_params, as in docs/configuration.md"),
        mistake("mapping for list", "model_list:\n  model_name: a\n", "config.yaml:2: error: model_list must be a list ('- value'), but is a mapping"),
        mistake("entry that is text", "model_list:\n  - openai/gpt-4o\n", "config.yaml:2: error: an entry of model_list must be a mapping ('key: value'), but is text"),
        mistake("empty entry", "model_list:\n  - {}\n", "config.yaml:2: error: this entry has no model_name; write the name that callers use, as in 'model_name: chat'", "config.yaml:2: error: this entry has no litellm_params; write at least 'litellm_params: {model: provider/model}'"),
        mistake("no params", "model_list:\n  - model_name: a\n", "config.yaml:2: error: this entry has no litellm_params; write at least 'litellm_params: {model: provider/model}'"),
        mistake("no model", entry("temperature: 1"), "config.yaml:4: error: litellm_params has no model; write one, as in 'model: openai/gpt-4o'"),
        mistake("wildcard", "model_list:\n  - model_name: openai/*\n    litellm_params: {model: openai/*}\n", "config.yaml:2: error: model_name 'openai/*' is a wildcard, which Mainstay does not implement; make an entry for each model", "config.yaml:3: error: model 'openai/*' is a wildcard, which Mainstay does not implement; make an entry for each model"),
        mistake("provider to come", entry("model: anthropic/claude-sonnet-4-5"), "config.yaml:4: error: model is 'anthropic/claude-sonnet-4-5', but Mainstay does not speak to anthropic yet; remove the entry, or use one of " + PROVIDERS),
        mistake("provider mistyped", entry("model: opnai/gpt-4o"), "config.yaml:4: error: model is 'opnai/gpt-4o', but no provider is called so; did you mean 'openai'?"),
        mistake("no provider", entry("model: llama3"), "config.yaml:4: error: model 'llama3' names no provider; write provider/model, as in openai/gpt-4o; providers are " + PROVIDERS),
        mistake("no model after the provider", entry("model: openai/"), "config.yaml:4: error: model 'openai/' names no model; write provider/model"),
        mistake("custom provider", entry("model: x", "custom_llm_provider: anthropic"), "config.yaml:5: error: custom_llm_provider is 'anthropic', but Mainstay does not speak to anthropic yet; remove the entry, or use one of " + PROVIDERS),
        mistake("misplaced limit", "model_list:\n  - model_name: a\n    rpm: 5\n    litellm_params: {model: openai/gpt-4o}\n", "config.yaml:3: warning: unknown key 'rpm' in a model_list entry has no effect; it belongs in litellm_params"),
        mistake("two ids", entry("model: gpt-4o") + "    model_info: {id: x}\n  - model_name: b\n    litellm_params: {model: gpt-4o}\n    model_info: {id: x}\n", "config.yaml:8: error: the id 'x' is taken, by the entry of line 5; give each deployment one of its own"),
        mistake("embeddings", entry("model: openai/text-embedding-3-small") + "    model_info: {mode: embedding}\n", "config.yaml:5: warning: mode is 'embedding', but Mainstay answers only chat completions yet: the model is asked for those"));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        mistake("no URL", entry("model: openai/x", "api_base: 'not a url'"), "config.yaml:5: error: api_base is no URL; write one such as https://host/v1"),
        mistake("URL without scheme", entry("model: openai/x", "api_base: localhost:8000/v1"), "config.yaml:5: error: api_base begins with neither http:// nor https://; write a URL such as https://host/v1"),
        mistake("host with underscore", entry("model: openai/x", "api_base: http://my_vllm:8000/v1"), "config.yaml:5: error: api_base names no valid host (letters, digits, '-' and '.', but no '_'); write a URL such as https://host/v1"),
        mistake("URL with password", entry("model: openai/x", "api_base: http://u:hunter2x@host/v1"), "config.yaml:5: error: api_base holds a user name before its '@'; set api_key, or a header in extra_headers"),
        mistake("two URLs", entry("model: openai/x", "api_base: http://a/v1", "base_url: http://b/v1"), "config.yaml:6: error: api_base and base_url mean the same, but differ; remove one of them"),
        mistake("no endpoint", entry("model: azure/x", "api_key: abcdefgh"), "config.yaml:4: error: azure has no address of its own; set api_base, or the environment variable AZURE_API_BASE or AZURE_OPENAI_ENDPOINT"),
        mistake("no key", entry("model: mistral/x"), "config.yaml:4: error: there is no key for mistral; set api_key, or the environment variable MISTRAL_API_KEY"),
        mistake("variable not set", entry("model: openai/x", "api_key: os.environ/NOBODY_KEY"), "config.yaml:5: error: api_key takes its value from the environment variable NOBODY_KEY, which is not set; set it, or write the value here"),
        mistake("shell variable", entry("model: openai/x", "api_key: ${OPENAI_API_KEY}"), "config.yaml:5: error: api_key is '$...', which nothing replaces; write os.environ/NAME instead"),
        mistake("key with space", entry("model: openai/x", "api_key: sk-123456 789"), "config.yaml:5: error: api_key: the key holds white space or characters outside ASCII; was it pasted whole?"),
        mistake("api_key that is a list", entry("model: openai/x", "api_key: [sk-1234567890]"), "config.yaml:5: error: api_key must be a single value, but is a list"),
        mistake("negative timeout", entry("model: openai/x", "timeout: -1"), "config.yaml:5: error: timeout is -1; use a number of seconds above 0, up to 1,000,000,000"),
        mistake("zero timeout", entry("model: openai/x", "stream_timeout: 0"), "config.yaml:5: error: stream_timeout is 0; use a number of seconds above 0, up to 1,000,000,000"),
        mistake("timeout with unit", entry("model: openai/x", "timeout: 30s"), "config.yaml:5: error: timeout is '30s', which is no number; use a number of seconds above 0, up to 1,000,000,000"),
        mistake("infinite timeout", entry("model: openai/x", "timeout: .inf"), "config.yaml:5: error: timeout is '.inf', which is no number; use a number of seconds above 0, up to 1,000,000,000"),
        mistake("rpm", entry("model: openai/x", "rpm: 0", "tpm: 1.5"), "config.yaml:5: error: rpm is 0; use a whole number above 0", "config.yaml:6: error: tpm is 1.5; use a whole number above 0"),
        mistake("weight", entry("model: openai/x", "weight: -0.1"), "config.yaml:5: error: weight is -0.1; use a number of 0 or more"),
        mistake("temperature", entry("model: openai/x", "temperature: hot"), "config.yaml:5: error: temperature is 'hot', which is no number; use a number"),
        mistake("unknown field", entry("model: openai/x", "temprature: 1"), "config.yaml:5: warning: unknown key 'temprature' in litellm_params has no effect; did you mean 'temperature'?"),
        mistake("unknown key", entry("model: openai/x", "frobnicate: 1"), "config.yaml:5: warning: unknown key 'frobnicate' in litellm_params has no effect; if it is a field for the provider, put it in extra_body"),
        mistake("of another place", entry("model: openai/x", "retry_after: 1"), "config.yaml:5: warning: unknown key 'retry_after' in litellm_params has no effect; it belongs in router_settings"),
        mistake("parameter of LiteLLM's", entry("model: openai/x", "max_retries: 2", "order: 1", "aws_region_name: x"), "config.yaml:5: warning: max_retries in litellm_params has no effect: LiteLLM has it, Mainstay does not implement it; Mainstay alone owns the retries, so that they do not multiply; set num_retries in router_settings", "config.yaml:6: warning: order in litellm_params has no effect: LiteLLM has it, Mainstay does not implement it; the deployments of a group are chosen at random, by weight", "config.yaml:7: warning: aws_region_name in litellm_params has no effect: LiteLLM has it, Mainstay does not implement it"),
        mistake("header's name", entry("model: openai/x", "extra_headers: {'a b': c}"), "config.yaml:5: error: this is no name for a header; use letters, digits and '-'"),
        mistake("header's value", entry("model: openai/x", "extra_headers: {a: \"x\\ny\"}"), "config.yaml:5: error: the header a holds line breaks or characters outside ASCII, which no header may; was it pasted whole?"),
        mistake("gateway's header", entry("model: openai/x", "headers: {Host: c}"), "config.yaml:5: error: the header Host is the gateway's own to set; remove it"),
        mistake("headers as list", entry("model: openai/x", "headers: [a]"), "config.yaml:5: error: headers must be a mapping ('key: value'), but is a list"),
        mistake("extra_body", entry("model: openai/x", "extra_body: {model: y}"), "config.yaml:5: warning: 'model' in extra_body has no effect; remove it"));
  }

  static Stream<Arguments> router() {
    return Stream.of(
        mistake("negative", router("num_retries: -1"), "config.yaml:6: error: num_retries is -1; use a whole number, 0 to 100"),
        mistake("101", router("num_retries: 101"), "config.yaml:6: error: num_retries is 101; use a whole number, 0 to 100"),
        mistake("half", router("num_retries: 2.5"), "config.yaml:6: error: num_retries is 2.5; use a whole number, 0 to 100"),
        mistake("word", router("num_retries: many"), "config.yaml:6: error: num_retries is 'many', which is no number; use a whole number, 0 to 100"),
        mistake("list", router("num_retries: [1]"), "config.yaml:6: error: num_retries must be a single value, but is a list"),
        mistake("typing error", router("num_retry: 1"), "config.yaml:6: warning: unknown key 'num_retry' in router_settings has no effect; did you mean 'num_retries'?"),
        mistake("router setting of LiteLLM's", router("cooldown_time: 30"), "config.yaml:6: warning: cooldown_time in router_settings has no effect: LiteLLM has it, Mainstay does not implement it"),
        mistake("alias", router("model_group_alias: {x: a}"), "config.yaml:6: warning: model_group_alias in router_settings has no effect: LiteLLM has it, Mainstay does not implement it; calls to an alias are answered 404; give it a model_list entry of its own"),
        mistake("strategy to come", router("routing_strategy: least-busy"), "config.yaml:6: warning: routing_strategy least-busy has no effect: LiteLLM has it, Mainstay does not implement it; simple-shuffle is used in its place"),
        mistake("no strategy", router("routing_strategy: leest-busy"), "config.yaml:6: error: routing_strategy is 'leest-busy', which is none; use simple-shuffle (least-busy is not implemented)"),
        mistake("kind", router("retry_policy: {RateLimitErrorRetries: 101, RateLimitRetries: 1, NotFoundErrorRetries: 1}"), "config.yaml:6: error: RateLimitErrorRetries is 101; use a whole number, 0 to 100", "config.yaml:6: warning: unknown kind of failure 'RateLimitRetries' in a retry policy has no effect; did you mean 'RateLimitErrorRetries'?", "config.yaml:6: warning: NotFoundErrorRetries has no effect: LiteLLM counts it apart, Mainstay does not"),
        mistake("group's kind", router("model_group_retry_policy: {b: {TimeoutErrorRetries: 1}}"), "config.yaml:6: error: model_group_retry_policy names 'b', which is no model_name"),
        mistake("fallback to nobody", router("fallbacks: [{a: [b, a]}]"), "config.yaml:6: error: 'a' falls back to 'b', which is no model_name", "config.yaml:6: warning: 'a' falls back to itself, which has no effect"),
        mistake("fallback from nobody", router("fallbacks: [{aa: [a]}]"), "config.yaml:6: error: fallbacks lead from 'aa', which is no model_name"),
        mistake("fallbacks as text", router("fallbacks: a"), "config.yaml:6: error: fallbacks must be a list ('- value'), but is text"),
        mistake("fallback as list", router("fallbacks: [[a]]"), "config.yaml:6: error: an entry of fallbacks is a list; write '- group: [first, second]'"),
        mistake("fallbacks twice", router("fallbacks: [{a: [a]}, {a: [a]}]"), "config.yaml:6: warning: 'a' falls back to itself, which has no effect", "config.yaml:6: warning: 'a' has fallbacks in line 6 already; these come after them", "config.yaml:6: warning: 'a' falls back to itself, which has no effect"),
        mistake("default fallbacks", router("default_fallbacks: [z]"), "config.yaml:6: error: '*' falls back to 'z', which is no model_name"),
        mistake("patience", router("fallback_patience: -1"), "config.yaml:6: error: fallback_patience is -1; use a number of seconds from 0 to 1,000,000,000"),
        mistake("flag", router("hold_tool_calls: maybe"), "config.yaml:6: error: hold_tool_calls is 'maybe'; use true or false"),
        mistake("section that is a list", minimal() + "router_settings: [1]\n", "config.yaml:5: error: router_settings must be a mapping ('key: value'), but is a list"),
        mistake("in both", minimal() + "litellm_settings:\n  fallbacks: [{a: []}]\n  num_retries: 500\nrouter_settings:\n  fallbacks: [{a: []}]\n", "config.yaml:6: warning: fallbacks of router_settings goes before this one, which has no effect; remove one of them", "config.yaml:7: error: num_retries is 500; use a whole number, 0 to 100"),
        mistake("of the router", minimal() + "litellm_settings:\n  timeout: 10\n  drop_params: true\n", "config.yaml:6: warning: unknown key 'timeout' in litellm_settings has no effect; it belongs in litellm_params or in router_settings", "config.yaml:7: warning: drop_params in litellm_settings has no effect: LiteLLM has it, Mainstay does not implement it; parameters go to the provider as they are"),
        mistake("section too deep", minimal() + "general_settings:\n  router_settings: {}\n", "config.yaml:6: warning: unknown key 'router_settings' in general_settings has no effect; it belongs at the top level"),
        mistake("section mistyped", minimal() + "router_setting: {}\nguardrails: []\nx-anchors: {}\n", "config.yaml:5: warning: unknown key 'router_setting' has no effect; did you mean 'router_settings'?", "config.yaml:6: warning: guardrails has no effect: LiteLLM has it, Mainstay does not implement it"));
  }

  static Stream<Arguments> general() {
    return Stream.of(
        mistake("no key for everybody", general("host: 0.0.0.0"), "config.yaml:6: error: host is '0.0.0.0', where other machines can call the gateway, but there is no master_key; set master_key in general_settings, or use 127.0.0.1"),
        mistake("host with port", general("host: localhost:4000"), "config.yaml:6: error: host is 'localhost:4000', which is no host; write one without port, as in 127.0.0.1"),
        mistake("port", general("port: 70000"), "config.yaml:6: error: port is 70000; use a whole number, 0 to 65,535"),
        mistake("empty key", general("master_key:"), "config.yaml:6: error: master_key is empty; fill it, or remove it"),
        mistake("blank key", general("master_key: ''"), "config.yaml:6: error: master_key is empty; fill it, or remove it"),
        mistake("master key not set", general("master_key: os.environ/NO_SUCH_KEY"), "config.yaml:6: error: master_key takes its value from the environment variable NO_SUCH_KEY, which is not set; set it, or write the value here"),
        mistake("size", general("max_request_size_mb: 5000"), "config.yaml:6: error: max_request_size_mb is 5000; use a whole number, 1 to 1,024"),
        mistake("general setting of LiteLLM's", general("database_url: postgres://u:p@h/db"), "config.yaml:6: warning: database_url in general_settings has no effect: LiteLLM has it, Mainstay does not implement it; nothing is stored"),
        mistake("environment", minimal() + "environment_variables:\n  A: [1]\n  B: os.environ/NOBODY\n", "config.yaml:6: error: A must be a single value, but is a list", "config.yaml:7: error: B takes its value from the environment variable NOBODY, which is not set; set it, or write the value here"));
  }

  private static Arguments mistake(String what, String yaml, String... expected) {
    return Arguments.of(what, yaml, List.of(expected));
  }

  private static String minimal() {
    return entry("model: openai/gpt-4o");
  }

  private static String entry(String... params) {
    return "model_list:\n  - model_name: a\n    litellm_params:\n      "
        + String.join("\n      ", params)
        + "\n";
  }

  private static String router(String setting) {
    return minimal() + "router_settings:\n  " + setting + "\n";
  }

  private static String general(String setting) {
    return minimal() + "general_settings:\n  " + setting + "\n";
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("x-0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("x-" + i + ": &x" + i + " [").append(("*x" + (i - 1) + ", ").repeat(10));
      bomb.append("]\n");
    }
    return bomb + minimal();
  }
}
