/** The gateway: Mainstay behind an API as OpenAI's, to embed or to run. */
module dev.mainstay.gateway {
  requires transitive dev.mainstay;
  requires static transitive org.jspecify;
  requires dev.mainstay.aws;
  requires dev.mainstay.azure;
  requires dev.mainstay.google;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.handler.proxy;
  requires io.netty.resolver;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  exports dev.mainstay.gateway;
  exports dev.mainstay.gateway.config;
  exports dev.mainstay.gateway.front;
  exports dev.mainstay.gateway.api to
      dev.mainstay.cli;
  exports dev.mainstay.gateway.config.words to
      dev.mainstay.cli;
  exports dev.mainstay.gateway.server to
      dev.mainstay.cli;
}
