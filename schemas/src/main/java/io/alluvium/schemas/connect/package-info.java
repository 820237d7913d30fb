/**
 * Lets Kafka Connect carry our records: generated classes to Connect's structs, structs to Avro in
 * Confluent's wire format. Start at {@link AvroConverter}; tasks use {@link ConnectStructs}.
 */
@NullMarked
package io.alluvium.schemas.connect;

import org.jspecify.annotations.NullMarked;
