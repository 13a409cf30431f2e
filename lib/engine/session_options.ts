/** How libtensorflow is told to take graphs as they are. */

/** Name of the function below. */
const FUNCTION = "PlainSessionOptions";

/**
 * A C++ source that turns Grappler off: it rewrites every graph before its first run, which takes 0.2 s a recording and
 * does not make recorded steps faster, as there is nothing in them that could be left out or fused.
 */
export const SESSION_OPTIONS = `#undef TF_NewSessionOptions
#include "tensorflow/c/c_api.h"

extern "C" TF_SessionOptions* ${FUNCTION}() {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  static const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 1, 1};
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_Status* status = TF_NewStatus();
  TF_SetConfig(options, config, sizeof config, status);
  TF_DeleteStatus(status);
  return options;
}
`;

/** The compiler's option that makes the binding's sources ask that function for options. */
export const USE_SESSION_OPTIONS = `-DTF_NewSessionOptions=${FUNCTION}`;
