-- The tables of the cold tier as statements of Spark. Alluvium makes them itself: this is to be read, and to
-- make tables of the same form elsewhere. Of rows about the same thing the one that counts: docs/tiers.md.

CREATE TABLE alluvium.alluvium.events (
  content_hash string NOT NULL COMMENT 'Identity of the content, 64 hex',
  revision bigint NOT NULL COMMENT 'Number within its entity',
  entity_key string NOT NULL COMMENT 'Natural name of the thing',
  current boolean NOT NULL COMMENT 'Newest version when it arrived',
  deleted boolean NOT NULL COMMENT 'True for a tombstone',
  kind string NOT NULL COMMENT 'What the thing is',
  type string NOT NULL COMMENT 'kind, a dot, created, updated or deleted',
  hash_version int NOT NULL COMMENT 'Form that was hashed',
  order_epoch bigint NOT NULL COMMENT 'Order',
  order_upstream bigint NOT NULL COMMENT 'Order',
  order_observation bigint NOT NULL COMMENT 'Order',
  occurred_at timestamp NOT NULL COMMENT 'Upstream\'s time',
  observed_at timestamp NOT NULL COMMENT 'When it was read',
  ingested_at timestamp NOT NULL COMMENT 'When published',
  source string NOT NULL COMMENT 'Source that was published',
  connector_type string NOT NULL COMMENT 'Kind of that source',
  scope string NOT NULL COMMENT 'Repository, channel, directory',
  verb string COMMENT 'What the source said happened',
  actor_id string COMMENT 'Who did it',
  actor_name string COMMENT 'As shown then',
  title string COMMENT 'Short name',
  text string COMMENT 'Text, secrets redacted',
  truncated boolean NOT NULL COMMENT 'True when text was cut',
  url string COMMENT 'Where a person opens it',
  thread_key string COMMENT 'What it belongs to',
  attributes map<string, string> NOT NULL COMMENT 'Named values',
  list_attributes map<string, array<string>> NOT NULL COMMENT 'Named lists',
  visibility string NOT NULL COMMENT 'public or private',
  payload binary COMMENT 'Upstream\'s own form',
  shard int NOT NULL COMMENT 'Partition of the topic'
) USING iceberg PARTITIONED BY (days(ingested_at));

CREATE TABLE alluvium.alluvium.enrichments (
  content_hash string NOT NULL COMMENT 'Of the event',
  revision bigint NOT NULL COMMENT 'Of the event',
  enrichment_version int NOT NULL COMMENT 'Higher wins',
  entity_key string NOT NULL COMMENT 'Of the event',
  ingested_at timestamp NOT NULL COMMENT 'Of the event',
  enriched_at timestamp NOT NULL COMMENT 'When derived',
  gist string COMMENT 'The one sentence that says most',
  summary string COMMENT 'The three sentences',
  topics array<string> NOT NULL COMMENT 'Key phrases, weightiest first',
  language string COMMENT 'ISO 639-3',
  language_confidence double COMMENT '0 to 1',
  tone string COMMENT 'positive, neutral or negative',
  tone_score double COMMENT '-1 to 1',
  entities array<struct<type: string COMMENT 'url, version, host, person or repository', name: string COMMENT 'What the text names', start: int COMMENT 'Where it begins, in UTF-16 units', end: int COMMENT 'Where it ends'>> NOT NULL COMMENT 'What it names',
  passages array<struct<start: int COMMENT 'Where it begins in the text, in UTF-16 units', end: int COMMENT 'Where it ends', vector: binary COMMENT 'Signed bytes: each times scale is a number of the vector', scale: float COMMENT 'What a step of a byte is worth'>> NOT NULL COMMENT 'int8 vectors',
  models map<string, string> NOT NULL COMMENT 'What made which field',
  failures map<string, string> NOT NULL COMMENT 'What could not be made',
  shard int NOT NULL COMMENT 'Partition of the topic',
  signature binary COMMENT 'MinHash: 128 x 4 bits'
) USING iceberg PARTITIONED BY (days(ingested_at));

CREATE TABLE alluvium.alluvium.sightings (
  entity_key string NOT NULL COMMENT 'Entity that was seen',
  content_hash string NOT NULL COMMENT 'Which version of it',
  source string NOT NULL COMMENT 'Who saw it',
  connector_type string COMMENT 'Kind of source',
  scope string COMMENT 'Where in that source',
  url string COMMENT 'Where a person opens it there',
  visibility string COMMENT 'public or private',
  live boolean COMMENT 'False once the source no longer lists it',
  seen_at timestamp COMMENT 'When it was observed',
  gone boolean NOT NULL COMMENT 'True: taken back',
  recorded_at timestamp NOT NULL COMMENT 'When it was written to its topic',
  log_offset bigint NOT NULL COMMENT 'Its offset; of one key the highest counts',
  shard int NOT NULL COMMENT 'Partition of the topic'
) USING iceberg PARTITIONED BY (days(recorded_at));

CREATE TABLE alluvium.alluvium.links (
  entity_key string NOT NULL COMMENT 'This end',
  relation string NOT NULL COMMENT 'How it relates to the other',
  other_key string NOT NULL COMMENT 'The other end',
  outgoing boolean COMMENT 'True where the content states it',
  evidence string COMMENT 'The words that prove it',
  content_hash string COMMENT 'Version that states it',
  live boolean COMMENT 'False once it is no longer stated',
  linked_at timestamp COMMENT 'When it was found',
  gone boolean NOT NULL COMMENT 'True: taken back',
  recorded_at timestamp NOT NULL COMMENT 'When it was written to its topic',
  log_offset bigint NOT NULL COMMENT 'Its offset; of one key the highest counts',
  shard int NOT NULL COMMENT 'Partition of the topic'
) USING iceberg PARTITIONED BY (days(recorded_at));

CREATE TABLE alluvium.alluvium.near_duplicates (
  entity_key string NOT NULL COMMENT 'This end',
  relation string NOT NULL COMMENT 'near_duplicate_of',
  other_key string NOT NULL COMMENT 'The other end',
  id string COMMENT 'Of the pair',
  content_hash string COMMENT 'Version at this end',
  other_hash string COMMENT 'Version at the other end',
  score double COMMENT 'Estimated Jaccard similarity',
  algorithm string COMMENT 'What computed the score',
  found_at timestamp COMMENT 'When it was found',
  gone boolean NOT NULL COMMENT 'True: taken back',
  recorded_at timestamp NOT NULL COMMENT 'When it was written to its topic',
  log_offset bigint NOT NULL COMMENT 'Its offset; of one key the highest counts',
  shard int NOT NULL COMMENT 'Partition of the topic'
) USING iceberg PARTITIONED BY (days(recorded_at));

CREATE TABLE alluvium.alluvium.summaries (
  conversation string NOT NULL COMMENT 'Thread key of the conversation',
  window_start timestamp NOT NULL COMMENT 'Start',
  window_end timestamp NOT NULL COMMENT 'End, exclusive',
  id string COMMENT 'Of the summary',
  text string COMMENT 'The summary',
  topics array<string> COMMENT 'Key topics',
  tone string COMMENT 'When known',
  message_count int COMMENT 'Messages summarised',
  omitted_messages int COMMENT 'Earlier ones left out',
  cut_messages int COMMENT 'Taken from their beginning',
  participants array<string> COMMENT 'Who took part',
  compression_ratio double COMMENT 'Length over length',
  confidence double COMMENT '0 to 1',
  model string COMMENT 'What wrote it',
  fallback string COMMENT 'Why no language model did',
  source_hashes array<string> COMMENT 'Messages',
  supersedes string COMMENT 'Id of the one it amends',
  visibility string COMMENT 'private when any message was',
  sources array<string> COMMENT 'Sources of the messages',
  scopes array<string> COMMENT 'Scopes of the messages',
  summarised_at timestamp COMMENT 'When',
  gone boolean NOT NULL COMMENT 'True: taken back',
  recorded_at timestamp NOT NULL COMMENT 'When it was written to its topic',
  log_offset bigint NOT NULL COMMENT 'Its offset; of one key the highest counts',
  shard int NOT NULL COMMENT 'Partition of the topic'
) USING iceberg PARTITIONED BY (days(recorded_at));
