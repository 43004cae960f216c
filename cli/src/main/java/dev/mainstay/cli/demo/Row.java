package dev.mainstay.cli.demo;

/** A scenario with what became of its two calls. */
record Row(Scenario scenario, CallResult plain, CallResult streamed) {}
