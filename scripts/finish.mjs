import { PlainFailure } from './plain-failure.mjs';

/**
 * Runs a job to its exit code; prints a plain failure as its sentence, and anything else as the bug it is.
 * @param {() => Promise<number>} job
 */
export async function finish(job) {
  try {
    process.exitCode = await job();
  } catch (error) {
    console.error(error instanceof PlainFailure ? `✗ ${error.message}` : error);
    process.exitCode = 1;
  }
}
