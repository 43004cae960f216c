package dev.mainstay.simulator.dialect;

import dev.mainstay.simulator.script.ErrorBody;

/** Chunks of OpenAI's, for each choice that was asked for; Azure's have something to them. */
final class OpenAiEvents implements StreamEvents {
  private final Chunks chunks;
  private final String preface;
  private final Ask ask;
  private final Lines lines;

  /**
   * @param preface the event before the first
   * @param choiceMembers what each choice begins with, without braces; with a comma behind it
   */
  OpenAiEvents(Identity identity, Ask ask, Lines lines, String preface, String choiceMembers) {
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
      chunks.finish(to, choice, lines.finishReason());
    }
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
    return Chunks.error(error);
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
