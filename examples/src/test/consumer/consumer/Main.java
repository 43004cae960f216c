package consumer;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallEvent;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.ConfigReader;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.Strategy;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user whose program is a module, and what they use are modules. */
public final class Main {
  private Main() {}

  /** Prints what happens to two calls, and their answers; the folder is for a configuration. */
  public static void main(String[] folder) throws IOException {
    scripted();
    throughTheGateway(Path.of(folder[0]));
  }

  private static void scripted() {
    ManualTime time = new ManualTime();
    ScriptedProvider provider =
        new ScriptedProvider(time)
            .next("a", breaks(new Failure.ServerError(FailureDetail.of("down"))))
            .always("b", answer("scripted"));
    try (Mainstay mainstay =
        Mainstay.builder()
            .time(time)
            .strategy(Strategy.simpleShuffle())
            .retries(RetryPolicy.of(1))
            .listener(Main::tell)
            .provider("scripted", provider)
            .group(
                "chat",
                Deployment.of("scripted/a").withOrder(1),
                Deployment.of("scripted/b").withOrder(2))
            .build()) {
      System.out.println(mainstay.chat(ChatRequest.of("chat", "Hi")).text());
    }
  }

  private static void throughTheGateway(Path folder) throws IOException {
    Script script = Script.parse("steps: [{status: 503}, {answer: through the gateway}]");
    try (Simulator provider = Simulator.start(script);
        Gateway gateway = Gateway.start(config(folder, provider.url()));
        Transport transport = Transport.jdk();
        Mainstay mainstay =
            Mainstay.builder()
                .transport(transport)
                .group(
                    "chat",
                    Deployment.of("openai/chat")
                        .withEndpoint(URI.create("http://127.0.0.1:" + gateway.port() + "/v1"))
                        .withKey("sk-nobody"))
                .build()) {
      System.out.println(mainstay.chat(ChatRequest.of("chat", "Hi")).text());
    }
  }

  private static GatewayConfig config(Path folder, URI provider) throws IOException {
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(
        file,
        """
        model_list:
          - model_name: chat
            litellm_params: {model: openai/gpt-4o, api_base: %s, api_key: sk-nobody}
        general_settings: {port: 0}
        """
            .formatted(provider));
    return ConfigReader.system().read(file).config().orElseThrow();
  }

  private static void tell(CallEvent event) {
    if (event instanceof CallEvent.AttemptFailed failed) {
      System.out.println(failed.failure().kind());
    }
  }
}
