import type { Draft } from '../draft/draft.ts';
import type { Path } from '../fault.ts';
import type { RepositoryFacts } from '../from-repository/repository-facts.ts';
import type { WindowSaid } from './place-window.ts';
import type { RoleSaid } from './roles-of.ts';
import type { Section, Statement } from './statement.ts';
import { undecidedIn } from './undecided-in.ts';

/** What became of a statement. */
export type Outcome =
  /** Part of the plan: where. */
  | { readonly became: string }
  /** Needs no key: Daywatch does it by itself. */
  | { readonly itself: string }
  /** Not in the plan, and why. */
  | { readonly notPlaced: string };

/** A document while it is being placed. */
export interface Reading {
  /** As it is called in comments. */
  readonly file: string;
  readonly draft: Draft;
  readonly facts: RepositoryFacts;
  readonly service: string;
  /** The environment that the document is about. */
  readonly environment: string;
  readonly roles: readonly RoleSaid[];
  /** Blocks for Daywatch say what prose cannot: nothing is made up beside them. */
  readonly fixed: boolean;
  /** What sentences say of the window, put together at the end. */
  readonly window: WindowSaid;
  /** Sentences that speak of workflows without naming them. */
  readonly workflowsWanted: { readonly statement: Statement; readonly origin: string }[];
  readonly section: Section;
  /** What is told at the top of the file. */
  readonly told: string[];
}

export type Placer = (statement: Statement, reading: Reading) => Outcome;

export const environmentPath = (reading: Reading, ...more: Path): Path => [
  'environments',
  reading.environment,
  ...more,
];

const longest = 140;
const clipped = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text);

/** A statement in a comment: its words, its section, its line. */
export function originOf(statement: Statement, { section, file }: Pick<Reading, 'section' | 'file'>): string {
  const words = statement.text || statement.commands.join(' · ') || 'block';
  const heading = section.heading === '' ? file : section.heading;
  return `"${clipped(words)}" (${heading}, line ${statement.line})`;
}

/** In the place of a value that nobody has decided: `check` reports it with the sentence that asks for it. */
export function undecided(what: string, statement: Statement, { file }: Pick<Reading, 'file'>): string {
  const mark = undecidedIn(what);
  const open = (mark ?? '')
    .replace(/^[[<]\s*|\s*[\]>]$/g, '')
    .replace(/^(?:TBD|TBC|TBA|TODO|FIXME|\?+|_+)[\s:–—-]*/i, '')
    .trim();
  const about = (mark === undefined ? what : what.replace(mark, open)).replace(/:\s*$/, '').replace(/[[\]]/g, '');
  return `[TBD: ${clipped(about.replace(/\s+/g, ' ').trim())} (${file} line ${statement.line})]`;
}
