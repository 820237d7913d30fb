/**
 * Models that read text and know nothing of events: sentences, tokens and vectors. Whatever needs
 * ONNX Runtime or LangChain4j lives in this module and nowhere else. Start at {@link
 * io.alluvium.models.Encoder}.
 */
@NullMarked
package io.alluvium.models;

import org.jspecify.annotations.NullMarked;
