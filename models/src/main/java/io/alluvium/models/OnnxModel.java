package io.alluvium.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * One transformer in ONNX Runtime: numbers of tokens in, one vector of length 1 out.
 *
 * <p>A call computes on the thread that makes it, and on no other. One text a call: the quantized
 * model scales its numbers by the largest of the whole input, so in a batch a text's vector would
 * depend on its neighbours (cosine 0.98 to 0.998 to its own). Thread-safe.
 */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @throws OrtException if it is no model, or the machine cannot run it
   */
  OnnxModel(byte[] onnx) throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      // The arena keeps what the longest text needed for ever; without it nothing is slower.
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      session = environment.createSession(onnx, options);
    }
  }

  /**
   * Mean of what the model makes of each token, scaled to length 1.
   *
   * @param tokens numbers in the model's vocabulary, its own marks at both ends included
   * @throws IllegalStateException if the model fails
   */
  float[] vector(long[] tokens) {
    var shape = new long[] {1, tokens.length};
    var attention = new long[tokens.length];
    Arrays.fill(attention, 1);
    try (var ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
        var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(attention), shape);
        var types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[tokens.length]), shape);
        var result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return mean((OnnxTensor) result.get(0), tokens.length);
    } catch (OrtException e) {
      throw new IllegalStateException("The model failed on " + tokens.length + " tokens", e);
    }
  }

  /** Frees it; nothing may be computed any more. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("The model cannot be closed", e);
    }
  }

  private static float[] mean(OnnxTensor states, int tokens) {
    var values = states.getFloatBuffer();
    var row = new float[values.remaining() / tokens];
    var sum = new float[row.length];
    for (int token = 0; token < tokens; token++) {
      values.get(row);
      for (int i = 0; i < row.length; i++) {
        sum[i] += row[i];
      }
    }
    double square = 0;
    for (float value : sum) {
      square += (double) value * value;
    }
    var scale = (float) (1 / Math.sqrt(square));
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= scale;
    }
    return sum;
  }
}
