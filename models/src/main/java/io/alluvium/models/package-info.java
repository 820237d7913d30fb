/**
 * Models that read text, and nothing about events: sentences, tokens and vectors of texts. Whatever
 * needs ONNX Runtime or LangChain4j lives in this module and nowhere else.
 */
@NullMarked
package io.alluvium.models;

import org.jspecify.annotations.NullMarked;
