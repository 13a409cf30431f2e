/** Runs the whole test suite and says how many tests passed. */
