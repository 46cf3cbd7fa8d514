package io.blinktwice.soak;

import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The processes of a soak, all on this machine; brokers and instances count from 1. */
public interface Cast {
  int INSTANCES = 2;

  KafkaConnection kafka();

  int brokers();

  Program registry() throws IOException, InterruptedException;

  Program broker(int node);

  Program instance(int number, Build build);

  /** Base of an instance's HTTP API. */
  URI http(int instance);

  /** Where an instance keeps its stores. */
  Path state(int instance);
}
