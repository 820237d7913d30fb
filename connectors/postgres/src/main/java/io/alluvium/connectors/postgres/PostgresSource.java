package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.SourceType;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** The rows of chosen tables of one Postgres database, read through one slot. */
final class PostgresSource implements SourceType<PostgresSourceConfig> {
  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public ConfigDef definition() {
    return PostgresSourceConfig.DEFINITION;
  }

  @Override
  public PostgresSourceConfig configure(Map<String, String> settings) {
    return new PostgresSourceConfig(settings);
  }

  @Override
  public List<Finding> validate(PostgresSourceConfig config) {
    var findings = TableMapping.findings(config);
    return findings.isEmpty() ? ServerChecks.of(config) : findings;
  }

  @Override
  public List<SourceReader<?>> open(PostgresSourceConfig config, ReaderContext context) {
    return List.of(new ChangeReader(config, context));
  }
}
