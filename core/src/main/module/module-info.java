/**
 * Calls to any large language model, streamed or not, with retries, routing, fallbacks and
 * recovery. {@link dev.mainstay.Mainstay} is where to begin.
 *
 * <p>What is exported to modules of ours alone may change at any time.
 */
module dev.mainstay {
  requires static transitive org.jspecify;
  requires transitive java.net.http;

  exports dev.mainstay;
  exports dev.mainstay.call;
  exports dev.mainstay.failure;
  exports dev.mainstay.json;
  exports dev.mainstay.model;
  exports dev.mainstay.policy;
  exports dev.mainstay.provider;
  exports dev.mainstay.rendering;
  exports dev.mainstay.routing;
  exports dev.mainstay.schema;
  exports dev.mainstay.testing;
  exports dev.mainstay.time;
  exports dev.mainstay.tool;
  exports dev.mainstay.transport;
  exports dev.mainstay.async to
      dev.mainstay.program;
  exports dev.mainstay.gate to
      dev.mainstay.cli;
  exports dev.mainstay.http to
      dev.mainstay.cli;
  exports dev.mainstay.pace to
      dev.mainstay.gateway;
  exports dev.mainstay.provider.anthropic to
      dev.mainstay.gateway;
  exports dev.mainstay.route to
      dev.mainstay.cli;
  exports dev.mainstay.text to
      dev.mainstay.gateway,
      dev.mainstay.program;

  uses dev.mainstay.provider.AmbientCredentials;
}
