package io.alluvium.app.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that asks a running node. */
final class ClientOptions {
  @Mixin private final HelpOption help = new HelpOption();

  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  ConfigOptions config() {
    return config;
  }

  NodeClient connect(Session session) {
    return NodeClient.of(config.load(session), config.namesPort());
  }
}
