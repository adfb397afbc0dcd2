import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { judgementIn, type SentenceCase } from './sentence-cases.fixture.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One case as a row of the page of sentences. */
export function sentenceRow(of: SentenceCase): string {
  const { state, because, flipsWhen, unit, value, limit, baseline } = judgementIn(of);
  const shown = (number: number | undefined) => (number === undefined ? '' : formatValue(number, unit));
  const cells = [of.situation, state, because, flipsWhen ?? '', shown(value), shown(limit), shown(baseline)];
  return `| ${cells.map(cell).join(' | ')} |`;
}
