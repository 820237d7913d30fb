package io.alluvium.app.connect;

import io.alluvium.connectors.ReaderSourceConnector;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.kafka.connect.source.SourceConnector;

/** The connectors of ours, or made like ours, that lie on the class path. */
public final class InstalledConnectors {
  private InstalledConnectors() {}

  /** Their types, such as {@code files}; each has a raw topic. */
  public static List<String> types() {
    return ServiceLoader.load(SourceConnector.class).stream()
        .filter(provider -> ReaderSourceConnector.class.isAssignableFrom(provider.type()))
        .map(provider -> ((ReaderSourceConnector) provider.get()).typeName())
        .sorted()
        .toList();
  }
}
