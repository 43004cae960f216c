package dev.mainstay.pace;

import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One gateway: those who wait, its pacer, and what becomes of them. */
final class PacedCaller {
  private static final int ATTEMPTS = 3;

  private final Timeline timeline;
  private final LimitingProvider provider;
  private final RandomGenerator random;
  private final Pace pace;
  private final FairLine<Call> line = new FairLine<>(Integer.MAX_VALUE);
  private final List<Call> done = new ArrayList<>();
  private long wakesAt = Long.MAX_VALUE;
  private int lost;
  private Wire wire;
  private boolean streamsHalf;
  private double estimatesOff = 1;

  PacedCaller(
      Timeline timeline, LimitingProvider provider, RandomGenerator random, Optional<Pacer> pacer) {
    this.timeline = timeline;
    this.provider = provider;
    this.random = random;
    this.wire = Wire.even(random);
    this.pace = pacer.<Pace>map(Paced::new).orElseGet(Clairvoyant::new);
  }

  /** Its messages go over {@code other}. */
  PacedCaller over(Wire other) {
    wire = other;
    return this;
  }

  /** One in two of its calls is streamed, and taken at its first output. */
  PacedCaller streamingHalf() {
    streamsHalf = true;
    return this;
  }

  /** What it thinks that its calls read is so many times what they do. */
  PacedCaller estimating(double times) {
    estimatesOff = times;
    return this;
  }

  /** One user's calls, one after another. */
  void converse(int user, int messages, Tokens tokens) {
    if (messages > 0) {
      call(user, tokens, () -> converse(user, messages - 1, tokens));
    }
  }

  void call(int user, Tokens tokens, Runnable then) {
    Call call = new Call(user, tokens.input(random), tokens.output(random), then, timeline.now());
    call.mostOutput = tokens.mostOutput();
    call.isStreamed = streamsHalf && random.nextBoolean();
    line.join(call, user, 0);
    serve();
  }

  List<Call> done() {
    return done;
  }

  /** How many were given up. */
  int lost() {
    return lost;
  }

  private void serve() {
    while (line.size() > 0) {
      FairLine.Place<Call> next = (pace.isDoubtful() ? line.firstFresh() : line.first()).get();
      Optional<Hold> hold = pace.hold(next.who());
      if (hold.isPresent()) {
        hold.get().untilNanos().ifPresent(this::wakeAt);
        return;
      }
      line.serve(next);
      next.who().sentAt = timeline.now();
      pace.send(next);
    }
  }

  private void wakeAt(long nanos) {
    if (nanos < wakesAt) {
      wakesAt = nanos;
      timeline.at(
          wire.happens(nanos),
          () -> {
            if (wakesAt == nanos) {
              wakesAt = Long.MAX_VALUE;
              serve();
            }
          });
    }
  }

  private void over(Call call) {
    call.doneAt = timeline.now();
    done.add(call);
    call.then.run();
    serve();
  }

  /** When to send, and what to learn from it. */
  private interface Pace {
    boolean isDoubtful();

    Optional<Hold> hold(Call call);

    void send(FairLine.Place<Call> place);
  }

  private final class Paced implements Pace {
    private final Pacer pacer;

    Paced(Pacer pacer) {
      this.pacer = pacer;
    }

    @Override
    public boolean isDoubtful() {
      return pacer.isDoubtful(timeline.now());
    }

    @Override
    public Optional<Hold> hold(Call call) {
      return pacer.hold(estimate(call), timeline.now());
    }

    @Override
    public void send(FairLine.Place<Call> place) {
      Call call = place.who();
      Reservation reservation = pacer.enter(estimate(call), timeline.now());
      call.attempts++;
      wire.deliver(
          timeline,
          () -> provider.receive(call.input + call.output, new Waits(place, reservation)));
    }

    private Estimate estimate(Call call) {
      return new Estimate(Math.round(estimatesOff * call.input), call.mostOutput);
    }

    private final class Waits implements LimitingProvider.Caller {
      private final FairLine.Place<Call> place;
      private final Reservation reservation;

      Waits(FairLine.Place<Call> place, Reservation reservation) {
        this.place = place;
        this.reservation = reservation;
      }

      @Override
      public void answered(List<ToldLimit> told) {
        wire.deliver(timeline, () -> takeAnswer(told));
      }

      @Override
      public void begun(List<ToldLimit> told) {
        if (place.who().isStreamed) {
          wire.deliver(timeline, () -> takeFirstOutput(told));
        }
      }

      @Override
      public void refused(List<ToldLimit> told, Optional<Duration> hint) {
        wire.deliver(timeline, () -> takeRefusal(told, hint));
      }

      @Override
      public void failed() {
        wire.deliver(
            timeline,
            () -> {
              reservation.close(timeline.now());
              over(place.who());
            });
      }

      private void takeFirstOutput(List<ToldLimit> told) {
        long now = timeline.now();
        reservation.told(told, now);
        reservation.answered(now);
        serve();
      }

      private void takeAnswer(List<ToldLimit> told) {
        long now = timeline.now();
        reservation.told(told, now);
        reservation.succeeded(place.who().input, place.who().output, now);
        reservation.close(now);
        over(place.who());
      }

      private void takeRefusal(List<ToldLimit> told, Optional<Duration> hint) {
        long now = timeline.now();
        reservation.told(told, now);
        reservation.refused(hint, now);
        reservation.close(now);
        if (place.who().attempts < ATTEMPTS) {
          line.joinAgain(place.who(), place.who().user, 0);
          serve();
        } else {
          lost++;
          over(place.who());
        }
      }
    }
  }

  /** Sees what the provider will say, and wastes no time on the wire. */
  private final class Clairvoyant implements Pace {
    @Override
    public boolean isDoubtful() {
      return false;
    }

    @Override
    public Optional<Hold> hold(Call call) {
      long fits = provider.fitsAt(call.input + call.output);
      if (fits <= timeline.now()) {
        return Optional.empty();
      }
      // The limit may be raised before.
      long looksAgain = Math.min(fits, timeline.now() + Timeline.SECOND / 10);
      return Optional.of(
          fits == Long.MAX_VALUE ? Hold.forPlace() : Hold.until(Hold.Reason.RATE, looksAgain));
    }

    @Override
    public void send(FairLine.Place<Call> place) {
      provider.receive(
          place.who().input + place.who().output,
          new LimitingProvider.Caller() {
            @Override
            public void answered(List<ToldLimit> told) {
              over(place.who());
            }

            @Override
            public void refused(List<ToldLimit> told, Optional<Duration> hint) {
              throw new AssertionError("who sees everything is not refused");
            }
          });
    }
  }

  /**
   * How long calls are.
   *
   * @param mostOutput how much they say that they write at most; 0 where they do not
   */
  record Tokens(double inputMedian, double outputMedian, double sigma, int mostOutput) {
    static final Tokens EQUAL = new Tokens(60, 40, 0);

    Tokens(double inputMedian, double outputMedian, double sigma) {
      this(inputMedian, outputMedian, sigma, 0);
    }

    int input(RandomGenerator random) {
      return (int) Math.round(inputMedian * Math.exp(sigma * random.nextGaussian()));
    }

    int output(RandomGenerator random) {
      return (int) Math.round(outputMedian * Math.exp(sigma * random.nextGaussian()));
    }
  }

  /** One call of a user's. */
  static final class Call {
    final int user;
    final long begunAt;
    private final int input;
    private final int output;
    private final Runnable then;
    private int attempts;
    private int mostOutput;
    private boolean isStreamed;
    private long sentAt;
    private long doneAt;

    Call(int user, int input, int output, Runnable then, long begunAt) {
      this.user = user;
      this.input = input;
      this.output = output;
      this.then = then;
      this.begunAt = begunAt;
    }

    /** How long it waited until it went out for the last time. */
    long waited() {
      return sentAt - begunAt;
    }

    long doneAt() {
      return doneAt;
    }
  }
}
