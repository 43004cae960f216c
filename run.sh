#!/usr/bin/env bash
# usage: run.sh ; starts all
cd /tmp/wt/bench
taskset -c 1 nginx -c /tmp/wt/bench/mock.conf -p /tmp/wt/bench & echo $! > mock.run
taskset -c 0 nginx -c /tmp/wt/bench/proxy.conf -p /tmp/wt/bench & echo $! > proxy.run
J=/usr/lib/jvm/temurin-25-jdk-amd64/bin
taskset -c 1 $J/java -cp . StreamMock 9102 & echo $! > smock.run
