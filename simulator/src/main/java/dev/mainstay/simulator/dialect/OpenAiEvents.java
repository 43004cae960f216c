package dev.mainstay.simulator.dialect;

import dev.mainstay.simulator.script.ErrorBody;
import java.nio.charset.StandardCharsets;

/** Chunks of OpenAI's, for each choice that was asked for; Azure's have something to them. */
final class OpenAiEvents implements StreamEvents {
  private final ChatVendor vendor;
  private final Identity identity;
  private final Chunks chunks;
  private final String preface;
  private final Ask ask;
  private final Lines lines;

  /**
   * @param vendor who tells errors and usage in its own way
   * @param preface the event before the first
   * @param choiceMembers what each choice begins with, without braces; with a comma after it
   */
  OpenAiEvents(
      ChatVendor vendor,
      Identity identity,
      Ask ask,
      Lines lines,
      String preface,
      String choiceMembers) {
    this.vendor = vendor;
    this.identity = identity;
    this.chunks = new Chunks(identity, ask.tellsUsage(), choiceMembers);
    this.preface = preface;
    this.ask = ask;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {
    to.add(preface);
    for (int choice = 0; choice < ask.choices(); choice++) {
      chunks.role(to, choice);
    }
  }

  @Override
  public void output(Bytes to, int number) {
    for (int choice = 0; choice < ask.choices(); choice++) {
      chunks.output(to, choice, lines.delta(number));
    }
  }

  @Override
  public void finish(Bytes to) {
    for (int choice = 0; choice < ask.choices(); choice++) {
      boolean isLast = choice == ask.choices() - 1;
      chunks.finish(to, choice, lines.finishReason(), isLast ? lastMembers() : "");
    }
  }

  private String lastMembers() {
    String usage = new String(lines.usage(ask.bytes()), StandardCharsets.UTF_8);
    return ask.tellsUsage() ? "" : vendor.lastMembers(identity, usage);
  }

  @Override
  public boolean hasUsage() {
    return ask.tellsUsage();
  }

  @Override
  public void usage(Bytes to) {
    chunks.usage(to, lines.usage(ask.bytes()));
  }

  @Override
  public byte[] done() {
    return Chunks.DONE;
  }

  @Override
  public byte[] error(ErrorBody error) {
    return Chunks.error(vendor, error);
  }

  @Override
  public byte[] closing() {
    return Chunks.EVENT_END;
  }

  @Override
  public byte[] keepAlive() {
    return StreamEvents.KEEP_ALIVE;
  }
}
