/** What one run of tests has told. */
export interface TestReport {
  readonly tests: readonly TestResult[];
  /** How many were announced: more than `tests` when some did not run. */
  readonly planned: number;
}

export interface TestResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Of a failure: its message, one line. */
  readonly because?: string;
}

/** A report that cannot be read, with the reason. */
export class ReportUnreadable extends Error {
  override readonly name = 'ReportUnreadable';
}
