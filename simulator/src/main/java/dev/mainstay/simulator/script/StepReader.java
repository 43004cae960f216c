package dev.mainstay.simulator.script;

import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.script.Fault.Raw;
import dev.mainstay.simulator.script.Fault.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the steps of a script: errors, raw answers, entries of the catalogue; the rest is left to
 * others.
 */
final class StepReader {
  private static final Set<String> STATUS =
      Set.of("status", "message", "type", "param", "code", "retry-after", "headers", "head-after");
  private static final Set<String> RAW =
      Set.of("body", "content-type", "status", "headers", "head-after");
  private static final Set<String> FAULT = Set.of("fault");
  private static final Set<String> TIMES = Set.of("times");

  private StepReader() {}

  /** The steps in a list, one that happens several times as often as that. */
  static List<Reply> readAll(YamlNode list) {
    List<Reply> steps = new ArrayList<>();
    for (YamlNode item : list.list()) {
      YamlMap step = item.map("a step");
      int times = step.get("times").map(YamlNode::number).orElse(1);
      Reply reply = read(step, TIMES);
      // The builder's rule on how often holds here too.
      item.make(() -> Script.builder().times(times, reply));
      steps.addAll(Collections.nCopies(times, reply));
    }
    return steps;
  }

  /** The reply that {@code step} tells, whose keys may also be some of {@code others}. */
  static Reply read(YamlMap step, Set<String> others) {
    if (step.has("fault")) {
      step.requireOnly(union(FAULT, others));
      return named(step.require("fault"));
    }
    if (step.has("break")) {
      step.requireOnly(union(union(BreakReader.KEYS, AnswerStepReader.KEYS), others));
      return BreakReader.read(step);
    }
    if (step.has("body")) {
      step.requireOnly(union(RAW, others));
      return raw(step);
    }
    if (step.has("status")) {
      step.requireOnly(union(STATUS, others));
      return status(step);
    }
    return answer(step, others);
  }

  /** An error: a status whose usual error it is, or the error itself. */
  static ErrorBody error(YamlNode node) {
    if (!node.isMap()) {
      return ErrorBody.ofStatus(node.number());
    }
    YamlMap error = node.map("an error");
    error.requireOnly(Set.of("message", "type", "param", "code"));
    error.require("message");
    error.require("type");
    return error(error, ErrorBody.of("", ""));
  }

  /** The headers that {@code node} tells, as a mapping or as a list of 'name: value'. */
  static List<Header> headers(YamlNode node) {
    List<Header> headers = new ArrayList<>();
    if (node.isList()) {
      node.list().forEach(item -> headers.add(header(item)));
      return headers;
    }
    Map<String, YamlNode> members = node.map("a list of headers").members();
    members.forEach((name, value) -> headers.add(value.make(() -> new Header(name, value.text()))));
    return headers;
  }

  private static Header header(YamlNode node) {
    String text = node.text();
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw node.error("'" + text + "' is not a header; write \"name: value\"");
    }
    return node.make(() -> new Header(text.substring(0, colon), text.substring(colon + 1).strip()));
  }

  private static Reply named(YamlNode node) {
    return Catalogue.find(node.text())
        .map(Catalogue.Entry::reply)
        .orElseThrow(() -> node.error("'" + node.text() + "' is not a fault; use " + names()));
  }

  private static String names() {
    return Catalogue.all().stream()
        .map(Catalogue.Entry::name)
        .sorted()
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  private static Reply answer(YamlMap step, Set<String> others) {
    Set<String> known = union(AnswerStepReader.KEYS, others);
    if (!step.hasAny(AnswerStepReader.KEYS)) {
      Set<String> all = union(union(known, BreakReader.KEYS), union(STATUS, union(RAW, FAULT)));
      step.requireOnly(all);
      throw step.node()
          .error("a step says what happens; add 'answer', 'status', 'break', 'body' or 'fault'");
    }
    step.requireOnly(known);
    return AnswerStepReader.read(step);
  }

  private static Status status(YamlMap step) {
    YamlNode code = step.require("status");
    Status status = code.make(() -> Fault.status(code.number()));
    status = status.error(error(step, status.error()));
    for (Header header : step.get("headers").map(StepReader::headers).orElse(List.of())) {
      status = status.header(header.name(), header.value());
    }
    Optional<YamlNode> wait = step.get("retry-after");
    status = wait.isPresent() ? status.retryAfter(wait.get().duration()) : status;
    Optional<YamlNode> headAfter = step.get("head-after");
    return headAfter.isPresent() ? status.headAfter(headAfter.get().duration()) : status;
  }

  private static Raw raw(YamlMap step) {
    int status = step.get("status").map(YamlNode::number).orElse(200);
    String type = step.get("content-type").map(YamlNode::text).orElse("application/json");
    String body = step.require("body").text();
    Raw raw = step.node().make(() -> Fault.raw(status, type, body));
    for (Header header : step.get("headers").map(StepReader::headers).orElse(List.of())) {
      raw = raw.header(header.name(), header.value());
    }
    Optional<YamlNode> headAfter = step.get("head-after");
    return headAfter.isPresent() ? raw.headAfter(headAfter.get().duration()) : raw;
  }

  private static ErrorBody error(YamlMap map, ErrorBody usual) {
    return new ErrorBody(
        map.get("message").map(YamlNode::text).orElse(usual.message()),
        map.get("type").map(YamlNode::text).orElse(usual.type()),
        textOrNull(map, "param", usual.param()),
        textOrNull(map, "code", usual.code()));
  }

  private static Optional<String> textOrNull(YamlMap map, String key, Optional<String> usual) {
    Optional<YamlNode> node = map.get(key);
    return node.isEmpty() ? usual : node.filter(value -> !value.isNull()).map(YamlNode::text);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }
}
