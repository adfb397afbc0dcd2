import {
  type AnnouncementPlan,
  announceCommon,
  type MailPlan,
  type Occasion,
  type Recipient,
} from '@daywatch/shared/vocabulary/announce.ts';
import type { NotifierShape } from '../ports/notifier.ts';
import { checkVariables } from './check-variables.ts';
import { closest, didYouMean, listed } from './closest.ts';
import type { Path, PlanFault, Report } from './fault.ts';
import { isMapping, type Mapping, readFields, readList, readMapping, readValue } from './read-fields.ts';
import { placeholders, unknownPlaceholders } from './template-placeholders.ts';
import { unknownKey } from './unknown-key.ts';
import { describeValue } from './words.ts';

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly notifierKinds: readonly NotifierShape[];
  /** Who is who; `undefined` when the roles could not be read. */
  readonly people: Readonly<Record<string, readonly string[]>> | undefined;
  /** `undefined` when there is none, or none that could be read. */
  readonly mail: MailPlan | undefined;
  readonly hasMail: boolean;
  readonly report: Report;
}
type One = Written & { readonly mapping: Mapping; readonly kind: NotifierShape };

/** Who is told what, and when. What is faulty is reported. */
export function readAnnounce(written: Written): readonly AnnouncementPlan[] {
  const names = new Map<string, number>();
  return readList(written).flatMap((value, index) => {
    const path = [...written.path, index];
    const one = readOne({ ...written, value, path });
    if (one === undefined) return [];
    const times = (names.get(one.name) ?? 0) + 1;
    names.set(one.name, times);
    if (times === 1) return [one];
    if (isMapping(value) && value.name !== undefined) {
      const message = `two announcements have the name "${one.name}"`;
      written.report({
        code: 'duplicate-id',
        path: [...path, 'name'],
        at: 'value',
        message,
        hint: 'Rename one of them.',
      });
    }
    return [{ ...one, name: `${one.name}-${times}` }];
  });
}

function readOne(written: Written): AnnouncementPlan | undefined {
  const { value, path, mail, report } = written;
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const { to, by, name, before, on, template, 'quiet-hours': quiet, decisions, ...options } = mapping;
  const common = readFields(announceCommon, {
    value: withoutAbsent({ name, before, on, template, 'quiet-hours': quiet, decisions }),
    path,
    report,
  });
  const kind = kindOf(mapping, written);
  if (kind === undefined || common === undefined) return undefined;
  const one = { ...written, mapping, kind };
  const faults = (code: PlanFault['code'], key: string, message: string, hint?: string) =>
    report({ code, path: [...path, key], at: 'value', message, ...(hint !== undefined && { hint }) });
  checkVariables({ value: options, path, known: [], report });
  for (const key of Object.keys(options))
    if (!Object.hasOwn(kind.options.shape, key))
      report(
        unknownKey({
          key,
          path,
          known: [...Object.keys(announceCommon.shape), 'by', 'to', ...Object.keys(kind.options.shape)],
        }),
      );
  const known = Object.fromEntries(Object.entries(options).filter(([key]) => Object.hasOwn(kind.options.shape, key)));
  const accepted = readValue(kind.options, { value: known, path, report });
  const when = whenOf(one, common, faults);
  const recipients = readRecipients(one, to, faults);
  if (common.template?.trim().includes('\n')) checkTemplate(common.template, path, report);
  if (kind.to.type === 'people' && !written.hasMail)
    report({
      code: 'missing-key',
      path: [...path, 'by'],
      at: 'value',
      message: `"by: ${kind.type}" needs to know the mail server`,
      hint: 'Add at the top: mail: { server: ${SMTP_URL}, from: deploy@example.com }',
    });
  if (accepted === undefined || when === undefined || recipients === undefined) return undefined;
  const quietHours = common['quiet-hours'];
  return {
    name: common.name ?? nameOf(kind.type, when, to),
    by: kind.type,
    when,
    recipients,
    ...(common.template !== undefined && { template: common.template }),
    ...(quietHours && {
      quietHours: { from: quietHours.from, until: quietHours.until, timeZone: quietHours['time-zone'] },
    }),
    decisions: common.decisions ?? false,
    resolves: kind.resolves ?? false,
    ...(kind.to.type === 'people' && mail && { mail }),
    options: known,
  };
}

type Faults = (code: PlanFault['code'], key: string, message: string, hint?: string) => void;

function kindOf({ by }: Mapping, { path, notifierKinds, report }: Written): NotifierShape | undefined {
  const types = notifierKinds.map(({ type }) => type);
  if (by === undefined) {
    const hint = `Add by: ${listed(types)}.`;
    report({
      code: 'missing-key',
      path,
      at: 'value',
      message: 'the announcement does not say how it is sent',
      hint,
      about: ['by'],
    });
    return undefined;
  }
  const kind = notifierKinds.find(({ type }) => type === by);
  if (kind === undefined)
    report({
      code: 'unknown-notifier',
      path: [...path, 'by'],
      at: 'value',
      message: `unknown sort of notifier ${describeValue(by)}`,
      hint: didYouMean(by, types),
    });
  return kind;
}

function whenOf(
  { mapping, path, kind, report }: One,
  { before, on }: { readonly before?: AnnouncementBefore; readonly on?: Occasion | readonly Occasion[] | undefined },
  fault: Faults,
): AnnouncementPlan['when'] | undefined {
  const ways = ['before', 'on'].filter((key) => Object.hasOwn(mapping, key));
  if (ways.length !== 1) {
    const message =
      ways.length === 0 ? 'the announcement does not say when it is sent' : 'an announcement is sent before, or on';
    const hint = ways.length === 0 ? 'Add `before: 24h`, or `on: [no-go, succeeded]`.' : 'Make them two announcements.';
    report({
      code: 'ambiguous-announcement',
      path,
      at: 'value',
      message,
      hint,
      about: ways.length === 0 ? ['before', 'on'] : [],
    });
    return undefined;
  }
  if (before !== undefined) {
    if (kind.occasions !== undefined)
      fault('wrong-value', 'before', `"${kind.type}" tells of trouble; there is none before a deployment`, 'Use `on`.');
    return { type: 'before', before };
  }
  if (on === undefined) return undefined;
  const occasions = typeof on === 'string' ? [on] : on;
  const unfit = occasions.filter((occasion) => kind.occasions?.includes(occasion) === false);
  if (unfit.length > 0)
    fault(
      'wrong-value',
      'on',
      `"${kind.type}" cannot tell of ${listed(unfit, 'and')}`,
      `It tells of ${listed(kind.occasions ?? [], 'and')}.`,
    );
  return { type: 'on', on: [...new Set(occasions)] };
}
type AnnouncementBefore = Extract<AnnouncementPlan['when'], { type: 'before' }>['before'] | undefined;

function readRecipients(one: One, to: unknown, fault: Faults): readonly Recipient[] | undefined {
  const { kind, path, report } = one;
  if (kind.to.type === 'nobody') {
    if (to === undefined) return [{ to: 'here' }];
    const hint = 'Remove it.';
    report({
      code: 'key-without-effect',
      path: [...path, 'to'],
      at: 'key',
      message: `"${kind.type}" has no "to"`,
      hint,
    });
    return undefined;
  }
  const written = typeof to === 'string' ? [to] : to;
  if (
    !Array.isArray(written) ||
    written.length === 0 ||
    !written.every((name) => typeof name === 'string' && name !== '')
  ) {
    const example = kind.to.type === 'people' ? 'stakeholders' : kind.to.example;
    const [code, message] =
      to === undefined
        ? (['missing-key', '"to" is missing'] as const)
        : (['wrong-type', `"to" must be a text or a list of texts, not ${describeValue(to)}`] as const);
    const place =
      to === undefined
        ? { path, at: 'value' as const, about: ['to'] }
        : { path: [...path, 'to'], at: 'value' as const };
    report({ code, ...place, message, hint: `Write to: ${example}` });
    return undefined;
  }
  checkVariables({ value: to, path: [...path, 'to'], known: [], report });
  const found = (written as readonly string[]).flatMap((name) =>
    kind.to.type === 'people' ? peopleBehind(name, one, fault) : [{ to: name }],
  );
  if (kind.to.type === 'address')
    for (const { to: address } of found) {
      const because = kind.to.fault(address);
      if (because !== undefined) fault('wrong-value', 'to', `"${address}" ${because}`, `Write to: ${kind.to.example}`);
    }
  // Whoever is in two roles is told once.
  return [...new Map(found.map((recipient) => [recipient.to.toLowerCase(), recipient])).values()];
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

function peopleBehind(name: string, { people }: One, fault: Faults): readonly Recipient[] {
  if (isAddress(name) || name.includes('${')) return [{ to: name }];
  if (people === undefined) return [];
  if (!Object.hasOwn(people, name)) {
    const roles = Object.keys(people);
    const near = closest(name, roles);
    const has =
      roles.length === 0 ? 'Add it under `roles`, or write a mail address.' : `The plan has ${listed(roles, 'and')}.`;
    fault('unknown-role', 'to', `there is no role "${name}"`, near === undefined ? has : `Did you mean "${near}"?`);
    return [];
  }
  const reachable = (people[name] ?? []).filter((person) => isAddress(person) || person.includes('${'));
  if (reachable.length === 0)
    fault(
      'role-without-address',
      'to',
      `nobody in the role "${name}" has a mail address`,
      `Write one under roles.${name}.`,
    );
  return reachable.map((to) => ({ to, role: name }));
}

/** What a template names and nobody knows. */
export function checkTemplate(template: string, path: Path, report: Report): void {
  for (const { name, line } of unknownPlaceholders(template))
    report({
      code: 'unknown-placeholder',
      path: [...path, 'template'],
      at: 'value',
      message: `unknown placeholder {{ ${name} }} in line ${line} of the template`,
      hint: didYouMean(name, Object.keys(placeholders)),
    });
}

/** `email-stakeholders-before`, `slack`. */
function nameOf(type: string, when: AnnouncementPlan['when'], to: unknown): string {
  const names = (Array.isArray(to) ? to : [to]).filter((one): one is string => typeof one === 'string');
  const plain = names.filter((one) => /^[a-z0-9][a-z0-9-]*$/i.test(one)).slice(0, 2);
  return [type, ...plain, ...(when.type === 'before' ? ['before'] : [])].join('-');
}

const withoutAbsent = (fields: Mapping): Mapping =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
