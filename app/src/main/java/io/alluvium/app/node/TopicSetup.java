package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of an installation and holds those that exist to their specification. Settings
 * that can be put right are; another number of partitions is refused, because keys would change
 * their partition.
 */
public final class TopicSetup {
  private final Admin admin;

  public TopicSetup(Admin admin) {
    this.admin = admin;
  }

  /**
   * Returns when every topic exists as specified.
   *
   * @throws UserError TOPIC_PARTITIONS if an existing topic has another number of partitions,
   *     BROKER_UNREACHABLE if the broker does not answer
   */
  public void ensure(Collection<Topics.Spec> specs) {
    var missing = new HashMap<String, Topics.Spec>();
    specs.forEach(spec -> missing.put(spec.name(), spec));
    var existing = existing(specs);
    existing.keySet().forEach(missing::remove);
    if (!missing.isEmpty()) {
      create(missing.values());
    }
    var found = specs.stream().filter(spec -> existing.containsKey(spec.name())).toList();
    found.forEach(spec -> requirePartitions(spec, existing));
    correct(found);
  }

  private Map<String, TopicDescription> existing(Collection<Topics.Spec> specs) {
    var names = get(admin.listTopics().names());
    var ours = specs.stream().map(Topics.Spec::name).filter(names::contains).toList();
    return ours.isEmpty() ? Map.of() : get(admin.describeTopics(ours).allTopicNames());
  }

  private void create(Collection<Topics.Spec> specs) {
    var topics =
        specs.stream()
            .map(spec ->
                new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                    .configs(spec.settings()))
            .toList();
    try {
      get(admin.createTopics(topics, new CreateTopicsOptions()).all());
    } catch (UserError e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      // Another node of the same installation was faster.
    }
  }

  private static void requirePartitions(Topics.Spec spec, Map<String, TopicDescription> existing) {
    var found = existing.get(spec.name());
    if (found != null && found.partitions().size() != spec.partitions()) {
      throw new UserError(
          "TOPIC_PARTITIONS",
          "Topic "
              + spec.name()
              + " has "
              + found.partitions().size()
              + " partitions, not "
              + spec.partitions()
              + ".",
          "Set topic.partitions to the number it was created with, or choose another topic.prefix.");
    }
  }

  private void correct(List<Topics.Spec> specs) {
    var resources =
        specs.stream()
            .collect(
                Collectors.toMap(
                    spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name()),
                    spec -> spec));
    if (resources.isEmpty()) {
      return;
    }
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    get(admin.describeConfigs(resources.keySet()).all())
        .forEach((resource, config) -> {
          var spec = resources.get(resource);
          var wrong = spec == null ? List.<AlterConfigOp>of() : wrong(spec, config);
          if (!wrong.isEmpty()) {
            changes.put(resource, wrong);
          }
        });
    if (!changes.isEmpty()) {
      get(admin.incrementalAlterConfigs(changes).all());
    }
  }

  private static List<AlterConfigOp> wrong(Topics.Spec spec, Config config) {
    var wrong = new ArrayList<AlterConfigOp>();
    spec.settings()
        .forEach((name, value) -> {
          var entry = config.get(name);
          if (entry == null || !value.equals(entry.value()) || entry.isDefault()) {
            wrong.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
          }
        });
    return wrong;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new UserError(
          "BROKER_UNREACHABLE",
          "Kafka did not answer: " + cause.getMessage(),
          "Check bootstrap.servers and that the broker runs.",
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while setting up topics", e);
    }
  }
}
