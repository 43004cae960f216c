package dev.mainstay.transport;

import org.junit.jupiter.api.Nested;

/** What every {@link Transport} must do, over real sockets. */
public abstract class TransportContract {

  /** A transport as users get it. */
  protected abstract Transport newTransport();

  @Nested
  class Requests extends RequestContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }

  @Nested
  class Answers extends AnswerContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }

  @Nested
  class Connections extends ConnectionContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }

  @Nested
  class Failures extends FailureContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }

  @Nested
  class Endings extends EndingContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }

  @Nested
  class Closing extends ClosingContract {
    @Override
    Transport newTransport() {
      return TransportContract.this.newTransport();
    }
  }
}
