package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.script.ErrorBody;
import java.nio.charset.StandardCharsets;

/**
 * The events of one stream. What all of them share is made once, so that an event costs no more
 * than copying its bytes.
 */
final class Chunks {
  static final byte[] DONE = utf8("data: [DONE]\n\n");
  static final byte[] EVENT_END = utf8("\n\n");

  private static final byte[] DATA = utf8("data: ");
  private static final byte[] DELTA = utf8(",\"delta\":");
  private static final byte[] NO_FINISH = utf8(",\"logprobs\":null,\"finish_reason\":null}]");
  private static final byte[] FINISH = utf8(",\"delta\":{},\"logprobs\":null,\"finish_reason\":");
  private static final byte[] END = utf8("}\n\n");
  private static final byte[] NO_USAGE_END = utf8(",\"usage\":null}\n\n");
  private static final byte[] ROLE =
      utf8("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");

  private final byte[] common;
  private final byte[] choice;
  private final byte[] end;

  /**
   * @param choiceMembers what each choice begins with, without braces; with a comma after it
   */
  Chunks(Identity identity, boolean tellsUsage, String choiceMembers) {
    String members = identity.members("chat.completion.chunk");
    common = utf8("data: {" + members);
    choice = utf8("data: {" + members + ",\"choices\":[{" + choiceMembers + "\"index\":");
    end = tellsUsage ? NO_USAGE_END : END;
  }

  void role(Bytes to, int index) {
    output(to, index, ROLE);
  }

  void output(Bytes to, int index, byte[] delta) {
    to.add(choice).add(index, 10).add(DELTA).add(delta).add(NO_FINISH).add(end);
  }

  /**
   * @param members more members of the chunk, with a comma before each
   */
  void finish(Bytes to, int index, String reason, String members) {
    byte[] quoted = new JsonString(reason).toBytes();
    to.add(choice).add(index, 10).add(FINISH).add(quoted).add("}]" + members).add(end);
  }

  void usage(Bytes to, byte[] usage) {
    to.add(common).add(utf8(",\"choices\":[],\"usage\":")).add(usage).add(END);
  }

  static byte[] error(ChatVendor vendor, ErrorBody error) {
    String name = vendor.eventName();
    Bytes event = new Bytes().add(name.isEmpty() ? "" : "event: " + name + "\n");
    return event.add(DATA).add(vendor.toldInStream(error).toBytes()).add(EVENT_END).copy();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
