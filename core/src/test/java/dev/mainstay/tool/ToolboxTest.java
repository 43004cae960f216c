package dev.mainstay.tool;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.provider.Deployment;
import dev.mainstay.schema.SchemaException;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolboxTest {
  record City(String city) {}

  record Weather(int degrees, Optional<String> warning) {}

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final Mainstay mainstay =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"))
          .build();
  private final ChatRequest question = ChatRequest.of("chat", "The weather?");
  private final Toolbox weather =
      Toolbox.builder()
          .tool(
              "weather",
              "The weather in a city",
              City.class,
              city -> new Weather(city.city().length(), Optional.empty()))
          .build();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void whatTheModelCallsIsRunAndItIsAskedAgainWithTheResults() {
    provider.next(
        "m", says("Let me look."), call("c1", "weather", "{\"city\":\"Paris\"}"), finishes());
    provider.next("m", answer("Five degrees."));

    ToolAnswer answer = mainstay.chat(question, weather);

    assertThat(answer.text()).isEqualTo("Five degrees.");
    assertThat(answer.calls()).hasSize(2);
    assertThat(provider.requests().getFirst().tools())
        .extracting(Tool::name)
        .containsExactly("weather");
    List<Message> conversation = provider.requests().getLast().messages();
    assertThat(conversation).hasSize(3);
    assertThat(conversation.get(1).text()).isEqualTo("Let me look.");
    assertThat(conversation.get(1).toolCalls()).hasSize(1);
    assertThat(conversation.get(2))
        .isEqualTo(Message.tool("c1", "{\"degrees\":5,\"warning\":null}"));
    assertThat(answer.next(Message.user("And then?")).messages())
        .endsWith(Message.assistant("Five degrees."), Message.user("And then?"))
        .hasSize(5);
  }

  @Test
  void ownToolsOfTheRequestAreOfferedBesideThose() {
    provider.next("m", answer("Hi."));
    ChatRequest own =
        ChatRequest.builder("chat")
            .user("Hi")
            .tool(Tool.function("own", "mine", City.class))
            .build();

    mainstay.chat(own, weather);

    assertThat(provider.requests().getFirst().tools())
        .extracting(Tool::name)
        .containsExactly("own", "weather");
  }

  @Test
  void whatGoesWrongWithAToolIsToldToTheModel() {
    Toolbox tools =
        Toolbox.builder()
            .tool(
                "fails",
                "Fails",
                City.class,
                city -> {
                  throw new IOException("no line to " + city.city());
                })
            .tool(
                "silent",
                "Fails without a word",
                () -> {
                  throw new IllegalStateException();
                })
            .build();
    provider.next(
        "m",
        call(0, "a", "fails", "{\"city\":\"Oslo\"}"),
        call(1, "b", "fails", "{\"town\":\"Oslo\"}"),
        call(2, "c", "silent", ""),
        call(3, "d", "unknown", "{}"),
        call(4, "e", "fails", "{\"city\"}"),
        finishes());
    provider.next("m", answer("Sorry."));

    assertThat(mainstay.chat(question, tools).text()).isEqualTo("Sorry.");

    assertThat(results())
        .containsExactly(
            Message.toolError("a", "the tool failed: no line to Oslo"),
            Message.toolError(
                "b",
                "the arguments cannot be used: town is not one of its members; those are [city] and nothing"
                    + " else"),
            Message.toolError("c", "the tool failed: java.lang.IllegalStateException"),
            Message.toolError("d", "there is no tool 'unknown'; use one of [fails, silent]"),
            Message.toolError(
                "e",
                "the arguments cannot be used: it is not JSON: unexpected character '}': was"
                    + " expecting a colon to separate property name and value (line 1, column 8)"));
  }

  @Test
  void callsOfOneRoundRunAtOnceAndTheirResultsKeepTheirOrder() {
    CyclicBarrier both = new CyclicBarrier(2);
    Toolbox tools =
        Toolbox.builder()
            .tool(
                "meet",
                "Waits for the other",
                City.class,
                city -> {
                  both.await(10, TimeUnit.SECONDS);
                  return city.city();
                })
            .build();
    provider.next(
        "m",
        call(0, "a", "meet", "{\"city\":\"first\"}"),
        call(1, "b", "meet", "{\"city\":\"second\"}"),
        finishes());
    provider.next("m", answer("Met."));

    mainstay.chat(question, tools);

    assertThat(results()).containsExactly(Message.tool("a", "first"), Message.tool("b", "second"));
  }

  @Test
  void singleCallsAndThoseOneAtATimeRunOnTheCallersThread() {
    List<Thread> threads = new ArrayList<>();
    Toolbox tools =
        Toolbox.builder().tool("note", "Notes", () -> threads.add(Thread.currentThread())).build();
    Toolbox slow =
        Toolbox.builder()
            .tool("note", "Notes", () -> threads.add(Thread.currentThread()))
            .oneAtATime()
            .build();
    provider.next("m", call("a", "note", ""), finishes()).next("m", answer("Done."));
    provider.next("m", call(0, "b", "note", ""), call(1, "c", "note", ""), finishes());
    provider.next("m", answer("Done."));

    mainstay.chat(question, tools);
    mainstay.chat(question, slow);

    assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
  }

  @Test
  void resultsAreTextsAsTheyAreAndJsonOtherwise() {
    Toolbox tools =
        Toolbox.builder()
            .tool("text", "", () -> "as it is")
            .tool("list", "", () -> List.of(new City("Bonn"), 7, true, "x"))
            .tool("map", "", () -> Map.of("a", Optional.of(1.5)))
            .tool("none", "", () -> null)
            .tool("some", "", () -> Optional.of("thing"))
            .tool("json", "", () -> Json.parse("[1]"))
            .tool("other", "", () -> FinishReason.STOP)
            .oneAtATime()
            .build();
    List<String> names = tools.tools().stream().map(Tool::name).toList();
    ScriptedProvider.Action[] called = new ScriptedProvider.Action[names.size() + 1];
    for (int i = 0; i < names.size(); i++) {
      called[i] = call(i, names.get(i), names.get(i), "{}");
    }
    called[names.size()] = finishes();
    provider.next("m", called).next("m", answer("Done."));

    mainstay.chat(question, tools);

    assertThat(results())
        .extracting(Message::text)
        .containsExactly(
            "as it is",
            "[{\"city\":\"Bonn\"},7,true,\"x\"]",
            "{\"a\":1.5}",
            "null",
            "thing",
            "[1]",
            "STOP");
  }

  @Test
  void resultThatCannotBeToldIsAMistakeOfTheProgramNotOfTheTool() {
    record Odd(Set<String> names) {}
    Toolbox tools = Toolbox.builder().tool("odd", "", () -> new Odd(Set.of())).build();
    provider.always("m", call(0, "a", "odd", ""), call(1, "b", "odd", ""), finishes());

    assertThatThrownBy(() -> mainstay.chat(question, tools))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Odd.names is java.util.Set");
  }

  @Test
  void roundsAreBounded() {
    List<String> run = new ArrayList<>();
    Toolbox tools = Toolbox.builder().tool("again", "", () -> run.add("again")).rounds(3).build();
    provider.always("m", call("c", "again", "{}"), finishes());

    assertThatThrownBy(() -> mainstay.chat(question, tools))
        .isInstanceOfSatisfying(
            ToolRoundsException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "the model still calls tools in round 3, the last: [again]; allow more"
                          + " rounds, or tell it when to stop");
              assertThat(e.last().calls()).hasSize(3);
              assertThat(e.last().request().messages()).hasSize(5);
            });
    assertThat(run).hasSize(2);
    assertThat(provider.asked()).hasSize(3);
  }

  @Test
  void callsOfAnAnswerThatWasCutOffAreNotRun() {
    provider.next(
        "m",
        call("c", "weather", "{\"city\":\"Paris\"}"),
        says(new Finished(FinishReason.LENGTH, "length")));

    ToolAnswer answer = mainstay.chat(question, weather);

    assertThat(answer.response().finishReason()).hasValue(FinishReason.LENGTH);
    assertThat(provider.asked()).hasSize(1);
  }

  @Test
  void interruptWhileToolsRunEndsTheCallAndTheTools() throws Exception {
    CyclicBarrier running = new CyclicBarrier(3);
    CountDownLatch ended = new CountDownLatch(2);
    Toolbox tools =
        Toolbox.builder()
            .tool(
                "stalls",
                "",
                () -> {
                  running.await(10, TimeUnit.SECONDS);
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    ended.countDown();
                  }
                  return "";
                })
            .build();
    provider.next("m", call(0, "a", "stalls", ""), call(1, "b", "stalls", ""), finishes());
    List<Object> outcome = new ArrayList<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                mainstay.chat(question, tools);
              } catch (MainstayException e) {
                outcome.add(e.failure().getClass());
                outcome.add(Thread.currentThread().isInterrupted());
              }
            });
    running.await(10, TimeUnit.SECONDS);

    caller.interrupt();
    caller.join();

    assertThat(outcome).containsExactly(Failure.Cancelled.class, true);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void streamGivesTheEventsOfEveryRound() {
    provider.next(
        "m", says("Let me look. "), call("c1", "weather", "{\"city\":\"Rome\"}"), finishes());
    provider.next("m", says("Four "), says("degrees."), finishes());

    List<ChatEvent> events = new ArrayList<>();
    try (ToolStream stream = mainstay.stream(question, weather)) {
      assertThatThrownBy(stream::answer).hasMessageContaining("read it to its end first");
      stream.forEach(events::add);

      assertThat(stream.response().text()).isEqualTo("Four degrees.");
      assertThat(stream.answer().calls()).hasSize(2);
      assertThat(stream.nextChunk()).isEmpty();
    }

    Finished finished = new Finished(FinishReason.STOP, "stop");
    assertThat(events)
        .containsExactly(
            new TextDelta("Let me look. "),
            new ToolCallDelta(0, "c1", "weather", "{\"city\":\"Rome\"}"),
            finished,
            new TextDelta("Four "),
            new TextDelta("degrees."),
            finished);
    assertThat(results()).containsExactly(Message.tool("c1", "{\"degrees\":4,\"warning\":null}"));
    assertThat(provider.open()).isZero();
  }

  @Test
  void streamClosedByAToolAsksNobodyMore() {
    List<ToolStream> open = new ArrayList<>();
    Toolbox tools =
        Toolbox.builder()
            .tool(
                "leave",
                "",
                () -> {
                  open.getFirst().close();
                  return "";
                })
            .build();
    provider.next("m", call("c", "leave", ""), finishes());

    ToolStream stream = mainstay.stream(question, tools);
    open.add(stream);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> stream.forEach(event -> {}))
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
    }
    assertThat(provider.asked()).hasSize(1);
    assertThat(provider.open()).isZero();
  }

  @Test
  void whatCannotBeAToolIsRefused() {
    ToolboxBuilder builder = Toolbox.builder().tool("a", "", () -> "");

    assertThatThrownBy(() -> builder.tool("a", "", () -> ""))
        .hasMessage("there is a tool 'a' already; give this one another name");
    assertThatThrownBy(() -> builder.tool("look up", "", () -> ""))
        .hasMessage("'look up' cannot be a tool's name; use 1 to 64 letters, digits, '_' and '-'");
    assertThatThrownBy(() -> builder.rounds(0)).hasMessage("rounds is 0; use 1 or more");
  }

  private List<Message> results() {
    return provider.requests().getLast().messages().stream()
        .filter(message -> message.role().equals("tool"))
        .toList();
  }

  private static ScriptedProvider.Action call(String id, String name, String arguments) {
    return call(0, id, name, arguments);
  }

  private static ScriptedProvider.Action call(int index, String id, String name, String arguments) {
    return calls(index, id, name, arguments);
  }
}
