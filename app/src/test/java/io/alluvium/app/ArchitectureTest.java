package io.alluvium.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules: who may know whom. A room that has to break one is the wrong room. */
@AnalyzeClasses(packages = "io.alluvium", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String SCHEMAS = "io.alluvium.schemas..";
  private static final String CONNECTORS = "io.alluvium.connectors";
  private static final String GIT = "io.alluvium.connectors.git..";
  private static final String FILES = "io.alluvium.connectors.files..";
  private static final String HTTP = "io.alluvium.connectors.http..";
  private static final String GITHUB = "io.alluvium.connectors.github..";
  private static final String SLACK = "io.alluvium.connectors.slack..";
  private static final String POSTGRES = "io.alluvium.connectors.postgres..";
  private static final String SIMULATORS = "io.alluvium.simulators..";
  private static final String MODELS = "io.alluvium.models..";
  private static final String TOPOLOGY = "io.alluvium.topology..";
  private static final String SINKS = "io.alluvium.sinks";
  private static final String SEARCH = "io.alluvium.sinks.search..";
  private static final String LUCENE = "io.alluvium.sinks.lucene..";
  private static final String ARCHIVE = "io.alluvium.sinks.archive..";
  private static final String ICEBERG = "io.alluvium.sinks.iceberg..";
  private static final String RECALL = "io.alluvium.recall..";
  private static final String APP = "io.alluvium.app..";

  @ArchTest static final ArchRule schemasKnowNobody = knows(SCHEMAS, SCHEMAS);

  @ArchTest static final ArchRule connectorsKnowTheRecords = knows(CONNECTORS, CONNECTORS, SCHEMAS);

  @ArchTest static final ArchRule theirHttpKnowsThem = knows(HTTP, HTTP, CONNECTORS, SCHEMAS);

  @ArchTest
  static final ArchRule theGithubConnectorKnowsItsContractAndGit =
      knows(GITHUB, GITHUB, CONNECTORS, HTTP, GIT, SCHEMAS);

  @ArchTest
  static final ArchRule theSlackConnectorKnowsItsContract =
      knows(SLACK, SLACK, CONNECTORS, HTTP, SCHEMAS);

  @ArchTest
  static final ArchRule thePostgresConnectorKnowsItsContract =
      knows(POSTGRES, POSTGRES, CONNECTORS, SCHEMAS);

  @ArchTest static final ArchRule simulatorsKnowNobody = knows(SIMULATORS, SIMULATORS);

  @ArchTest
  static final ArchRule theGitReaderKnowsTheRecords = knows(GIT, GIT, CONNECTORS, SCHEMAS);

  @ArchTest
  static final ArchRule theFilesConnectorKnowsItsContractAndGit =
      knows(FILES, FILES, CONNECTORS, GIT, SCHEMAS);

  @ArchTest static final ArchRule modelsKnowNobody = knows(MODELS, MODELS);

  @ArchTest
  static final ArchRule topologiesKnowTheRecordsAndModels =
      knows(TOPOLOGY, TOPOLOGY, MODELS, SCHEMAS);

  @ArchTest
  static final ArchRule sinksKnowTheRecords = knows(SINKS, SINKS, SEARCH, ARCHIVE, SCHEMAS);

  @ArchTest
  static final ArchRule theTiersOnLuceneKnowTheirContract =
      knows(LUCENE, LUCENE, SINKS, SEARCH, SCHEMAS);

  @ArchTest
  static final ArchRule theColdTierKnowsItsContract =
      knows(ICEBERG, ICEBERG, SINKS, SEARCH, ARCHIVE, SCHEMAS);

  @ArchTest static final ArchRule icebergIsForTheColdTier = only("org.apache.iceberg..", ICEBERG);

  @ArchTest
  static final ArchRule recallKnowsTheTiersByTheirContract =
      knows(RECALL, RECALL, SINKS, SEARCH, ARCHIVE, SCHEMAS);

  @ArchTest
  static final ArchRule kafkaStreamsIsForTopologies =
      only("org.apache.kafka.streams..", TOPOLOGY, APP);

  @ArchTest
  static final ArchRule languageModelsAreAskedInOneRoom = only("dev.langchain4j..", MODELS);

  @ArchTest static final ArchRule luceneIsForItsTiers = only("org.apache.lucene..", LUCENE);

  @ArchTest
  static final ArchRule jgitIsForWhatReadsGit =
      only("org.eclipse.jgit..", GIT, FILES, GITHUB, SIMULATORS);

  @ArchTest static final ArchRule onnxIsForModels = only("ai.onnxruntime..", MODELS);

  @ArchTest static final ArchRule langChainIsForModels = only("dev.langchain4j..", MODELS);

  @ArchTest
  static final ArchRule debeziumIsForPostgresAndThePreview =
      only("io.debezium..", POSTGRES, "io.alluvium.app.cli..");

  @ArchTest
  static final ArchRule theBrokerIsEmbeddedInOnePlace =
      only("kafka.server..", "io.alluvium.app.embedded..");

  @ArchTest
  static final ArchRule theCommandLineIsAtTheEdge =
      noClasses()
          .that(resideInAPackage(APP).and(notIn("io.alluvium.app", "io.alluvium.app.cli..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.alluvium.app.cli..")
          .because("a node runs without a command line");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .because("such a name says nothing");

  @ArchTest
  static final ArchRule onlyTheTerminalPrints =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.alluvium.app.cli.Terminal")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("what a user sees goes through one place");

  /** Classes of a room depend on nothing of ours but these. */
  private static ArchRule knows(String room, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(resideInAPackage("io.alluvium..").and(notIn(others)))
        .because("rooms share only topics, records and the contract they implement")
        .allowEmptyShould(true);
  }

  /** A library is used by these rooms alone. */
  private static ArchRule only(String library, String... rooms) {
    return classes()
        .that(resideInAPackage("io.alluvium..").and(notIn(rooms)))
        .should()
        .onlyDependOnClassesThat(notIn(library))
        .because("another room would be tied to it");
  }

  private static DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }
}
