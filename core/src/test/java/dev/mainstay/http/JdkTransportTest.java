package dev.mainstay.http;

class JdkTransportTest extends TransportContract {
  @Override
  protected Transport newTransport() {
    return Transport.jdk();
  }
}
