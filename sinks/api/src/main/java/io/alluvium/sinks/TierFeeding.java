package io.alluvium.sinks;

/** What every life of a reader has in common: what is fed, from what, how, and on whose behalf. */
record TierFeeding(
    Tier tier,
    RecordDecoder decoder,
    TierReaderConfig config,
    TierCounters counters,
    ShardMember member) {}
