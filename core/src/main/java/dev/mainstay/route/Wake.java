package dev.mainstay.route;

import dev.mainstay.gate.Obstacle;
import dev.mainstay.gate.Terms;
import dev.mainstay.gate.Visit;
import java.time.Duration;
import java.util.Optional;

/**
 * A deployment that may let a waiting call in, and when.
 *
 * @param terms on what terms it is to enter
 * @param obstacle what keeps it out now
 * @param in when, at the earliest; zero where it is a place that may be free at any time
 */
record Wake(Member member, Visit visit, Terms terms, Optional<Obstacle> obstacle, Duration in) {}
