package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonString;

/** Who answers what: the members that every chunk and every body of one answer begin with. */
public record Identity(long number, long created, String model) {
  public String requestId() {
    return "req_simulated_" + number;
  }

  /** The members, without braces. */
  String members(String object) {
    return "\"id\":\""
        + OpenAiDialect.id(this)
        + "\",\"object\":\""
        + object
        + "\",\"created\":"
        + created
        + ",\"model\":"
        + new JsonString(model).toJson()
        + ",\"system_fingerprint\":\"fp_simulator\"";
  }
}
