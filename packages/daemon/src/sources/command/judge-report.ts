import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { excerpt } from '../../web/excerpt.ts';
import type { TestReportQuery } from './command-queries.ts';
import type { TestReport } from './test-report.ts';

type Check = Extract<Reading, { type: 'check' }>;

/** Which tests ran the last time, and of which version. */
export interface KnownTests {
  readonly version: string;
  readonly names: readonly string[];
}

/**
 * Whether all tests passed, and all of them ran: one that failed, one that was announced and did not come, too few, and
 * one that ran before with the same version and is not there now.
 */
export function judgeReport(
  { tests, planned }: TestReport,
  query: TestReportQuery,
  { version, known }: { readonly version: string; readonly known: KnownTests | undefined },
): Check {
  const failed = tests.filter(({ outcome }) => outcome === 'failed');
  const skipped = tests.filter(({ outcome }) => outcome === 'skipped');
  const ran = tests.length - skipped.length;
  const names = new Set(tests.map(({ name }) => name));
  const gone = known?.version === version ? known.names.filter((name) => !names.has(name)) : [];
  const faults = [
    ...(failed.length > 0 ? [`${failed.length} of ${testsIn(tests.length)} failed: ${some(failed)}`] : []),
    ...(planned > tests.length ? [`${planned - tests.length} of ${testsIn(planned)} did not run`] : []),
    ...(ran < query['tests-at-least'] ? [`${testsIn(ran)} ran, at least ${query['tests-at-least']} must`] : []),
    ...(gone.length > 0
      ? [`missing, though the same version ran them before: ${some(gone.map((name) => ({ name })))}`]
      : []),
    ...(query.skipped === 'failing' && skipped.length > 0 ? [`skipped: ${some(skipped)}`] : []),
  ];
  if (faults.length > 0) return { type: 'check', ok: false, because: faults.join('; ') };
  const also = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return { type: 'check', ok: true, because: `${testsIn(ran)} passed${also}` };
}

/** The first few by name, with their reasons. */
function some(tests: readonly { readonly name: string; readonly because?: string }[]): string {
  const told = tests
    .slice(0, 3)
    .map(({ name, because }) => (because === undefined ? `"${name}"` : `"${name}" (${excerpt(because)})`));
  return tests.length > told.length ? `${told.join(', ')} and ${tests.length - told.length} more` : told.join(', ');
}

const testsIn = (count: number): string => (count === 1 ? '1 test' : `${count} tests`);
