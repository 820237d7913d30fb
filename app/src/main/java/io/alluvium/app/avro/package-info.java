/**
 * Records of ours as a person reads them, whatever their schema. Start at {@link
 * io.alluvium.app.avro.RecordDecoder}.
 */
@NullMarked
package io.alluvium.app.avro;

import org.jspecify.annotations.NullMarked;
