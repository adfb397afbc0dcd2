import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { createDraft, type Draft } from '../draft/draft.ts';
import { writeDraft } from '../draft/write-draft.ts';
import type { RepositoryFacts } from '../from-repository/repository-facts.ts';
import type { Mapping } from '../read-fields.ts';
import { completeDraft } from './complete-draft.ts';
import { type Added, isLeftOut } from './left-out-by-block.ts';
import { mergeBlock, placesOf } from './merge-block.ts';
import { nameOf } from './name-of.ts';
import { isEnvironmentLine, isServiceLine } from './place-overview.ts';
import { placeStatement } from './place-statement.ts';
import { type Block, readBlocks } from './read-blocks.ts';
import { readDocument } from './read-document.ts';
import { environmentPath, type Outcome, originOf, type Reading } from './reading.ts';
import { rolesOf } from './roles-of.ts';
import { saidByBlock, titlesIn } from './said-by-block.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Section, Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

export interface PlacedStatement {
  readonly line: number;
  readonly text: string;
  readonly outcome: Outcome;
}

/** What became of each section of a document. */
export interface PlacedSection {
  readonly heading: string;
  readonly line: number;
  readonly statements: readonly PlacedStatement[];
}

export interface FromMarkdown {
  readonly text: string;
  /** As the document is called in comments and problems. */
  readonly file: string;
  readonly facts: RepositoryFacts;
  /** Only what the document says: nothing is made up, and nothing taken from the repository. */
  readonly asWritten?: boolean;
}

type Refused = { readonly problems: readonly Problem[] };
export type PlanDocument =
  | { readonly value: Mapping; readonly sections: readonly PlacedSection[]; readonly yaml: string }
  | Refused;

/** A deployment plan in Markdown as a commented `daywatch.yaml`, and what became of everything it says. */
export function fromMarkdown(document: FromMarkdown): PlanDocument {
  const placed = placeDocument(document);
  if ('problems' in placed) return placed;
  const { draft, told, sections } = placed;
  if (!document.asWritten && saysNothingOfAPlan(sections)) return { problems: [noPlan(document.file)] };
  return { value: draft.value(), sections, yaml: yamlOf({ draft, told, file: document.file }, sections) };
}

/** What stands in every document, whatever it is about. */
const ofAnything = new Set(['a comment at the top', 'service']);

const saysNothingOfAPlan = (sections: readonly PlacedSection[]): boolean =>
  sections.every(({ statements }) =>
    statements.every(
      ({ outcome }) => 'notPlaced' in outcome || ('became' in outcome && ofAnything.has(outcome.became)),
    ),
  );

const noPlan = (file: string): Problem => ({
  code: 'document-without-plan',
  message: 'nothing in the document is a part of a deployment plan',
  hint: 'Parts are known by their headings, as "Pre-Deployment Checklist", "Deployment Steps", "Rollback Procedure". Without a document, `daywatch init` looks at the repository alone.',
  file,
  line: 1,
  column: 1,
});

interface Placed {
  readonly draft: Draft;
  readonly told: readonly string[];
  readonly sections: readonly PlacedSection[];
}

/** What a document means, without its comments. */
export function placeDocument({ text, file, facts, asWritten = false }: FromMarkdown): Placed | Refused {
  const sections = readDocument(text);
  const statements = sections.flatMap((section) => section.statements);
  if (statements.length === 0) {
    const hint = 'A deployment plan has sections: a checklist, steps, a rollback.';
    return {
      problems: [{ code: 'document-empty', message: 'the document says nothing', hint, file, line: 1, column: 1 }],
    };
  }
  const { blocks, problems } = readBlocks(sections, file);
  if (problems.length > 0) return { problems };

  const draft = createDraft();
  const subject = subjectOf(sections, blocks, facts);
  const shared = {
    file,
    draft,
    facts,
    ...subject,
    roles: rolesOf(sections),
    fixed: asWritten || blocks.length > 0,
    window: { open: [] },
    workflowsWanted: [],
    told: [],
  } satisfies Omit<Reading, 'section'>;
  const service = statements.find(({ label }) => isServiceLine(label));
  if (service !== undefined || !shared.fixed)
    draft.put(['service'], subject.service, service === undefined ? facts.service?.from : `line ${service.line}`);
  putRoles(shared);

  const titles = titlesIn(blocks);
  const added: (Added & { readonly statement: Statement })[] = [];
  const noting = (reading: Reading, statement: Statement): Reading => ({
    ...reading,
    draft: {
      ...draft,
      add: (path, value, origin) => {
        added.push({ statement, path, value });
        draft.add(path, value, origin);
      },
    },
  });
  const placed = sections.map((section): PlacedSection => {
    const reading: Reading = { ...shared, section };
    placeHeading(reading);
    return {
      heading: section.heading,
      line: section.line,
      statements: section.statements.map((statement) => ({
        line: statement.line,
        text: statement.text || statement.commands.join(' · ') || `block of ${statement.block?.language || 'text'}`,
        outcome:
          statement.block?.forDaywatch === true
            ? { became: 'the plan, as it stands there' }
            : (saidByBlock(statement, section, titles) ?? placeStatement(statement, noting(reading, statement))),
      })),
    };
  });
  const end: Reading = { ...shared, section: sections.at(-1) ?? emptySection };
  completeDraft(end);
  for (const { value, statement, section } of blocks)
    mergeBlock(
      draft,
      placesOf(value, subject.environment),
      originOf({ ...statement, text: 'block' }, { file, section }),
    );
  const left = new Set(
    added.filter((one) => isLeftOut(one, draft.at(one.path))).map(({ statement }) => statement.line),
  );
  return { draft, told: shared.told, sections: placed.map((section) => withLeftOut(section, left)) };
}

const leftOut: Outcome = { notPlaced: 'a block says the whole list, and does not have it' };

function withLeftOut(section: PlacedSection, lines: ReadonlySet<number>): PlacedSection {
  const statements = section.statements.map((one) => (lines.has(one.line) ? { ...one, outcome: leftOut } : one));
  return { ...section, statements };
}

/** "Post-Deployment Monitoring (24 hours after deployment)" says how long. */
function placeHeading(reading: Reading): void {
  const { heading, line, topic } = reading.section;
  const span = topic === 'monitoring' ? spanIn(heading) : undefined;
  const origin = `"${heading}" (line ${line})`;
  if (span !== undefined) reading.draft.put(environmentPath(reading, 'watch', 'for'), span, origin);
}

const emptySection: Section = { heading: '', line: 1, topic: 'unknown', within: 'unknown', statements: [] };

/** The service and the environment that the document is about. */
function subjectOf(sections: readonly Section[], blocks: readonly Block[], facts: RepositoryFacts) {
  const statements = sections.flatMap((section) => section.statements);
  const said = (is: (label: string) => boolean): Statement | undefined => statements.find(({ label }) => is(label));
  const title = plainWords(sections.find(({ topic, heading }) => topic === 'title' && heading !== '')?.heading ?? '');
  const named = said(isEnvironmentLine)?.rest;
  const environment =
    named !== undefined && /^[a-z0-9][a-z0-9._-]*$/i.test(named)
      ? named
      : /\bstaging\b/.test(title) && !/\bprod/.test(title)
        ? 'staging'
        : 'production';
  const inBlock = blocks.map(({ value }) => value.service).find((one) => typeof one === 'string');
  const service = said(isServiceLine)?.rest ?? facts.service?.value ?? nameOf(facts.folder);
  return {
    environment,
    service:
      typeof inBlock === 'string' ? inBlock : /^[a-z0-9][a-z0-9._-]*$/i.test(service) ? service : nameOf(service),
  };
}

function putRoles({ draft, roles, file, fixed }: Omit<Reading, 'section'>): void {
  for (const { name, title, people, statement, section } of roles) {
    const who = people.length > 0 || fixed ? people : [`[TBD: who is ${title} (${file} line ${statement.line})]`];
    draft.put(['roles', name], who, originOf(statement, { section, file }));
  }
}

function yamlOf(
  { draft, file, told }: Pick<Placed, 'draft' | 'told'> & Pick<Reading, 'file'>,
  sections: readonly PlacedSection[],
): string {
  const above = [`Made by \`daywatch init --from ${file}\`. Each comment is the sentence that the value comes from.`];
  const open = sections.flatMap(({ heading, statements }) => {
    const lines = statements.flatMap(({ line, text, outcome }) =>
      'became' in outcome
        ? []
        : [
            `- line ${line}: "${text}": ${'itself' in outcome ? `needs no key: ${outcome.itself}` : `not placed: ${outcome.notPlaced}`}`,
          ],
    );
    return lines.length === 0 ? [] : [`${heading === '' ? file : heading}:`, ...lines];
  });
  return writeDraft({
    draft,
    above: [...above, ...(told.length > 0 ? ['', ...told] : [])],
    below: open.length === 0 ? [] : ['What else the document says:', ...open],
  });
}
