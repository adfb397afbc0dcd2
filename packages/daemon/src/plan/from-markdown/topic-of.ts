/** What a section of a deployment plan is about. */
export type Topic =
  | 'title'
  | 'overview'
  | 'window'
  | 'checklist'
  | 'preparation'
  | 'steps'
  | 'verification'
  | 'monitoring'
  | 'rollback'
  | 'rollback-decision'
  | 'rollback-steps'
  | 'after-rollback'
  | 'team'
  | 'communication'
  | 'success'
  | 'workflows'
  | 'dashboards'
  | 'sources'
  | 'environments'
  | 'appendix'
  | 'unknown';

/** A heading or a word in the spelling in which words are compared: lower case, no umlauts, no marks. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

const rollbackWords =
  /roll(?:ing)?[- ]?back|back(?:ing)?[- ]?out|\brevert|\bfall-?back|goes? wrong|contingenc|rueckfall|rueckroll|zurueckroll|rueckbau|notfallplan|schiefge/;

/** In this order: "Rollback Criteria" speaks of the rollback, "Monitoring Dashboards" of dashboards. */
const topics: readonly (readonly [Topic, RegExp])[] = [
  ['after-rollback', /(?:post|after|following)[- ](?:the )?(?:roll-?back|back-?out)|nach (?:dem|einem) (?:roll|rueck)/],
  ['rollback', rollbackWords],
  ['dashboards', /dashboard|grafana boards|graphs? and links/],
  [
    'workflows',
    /work-?flow|user journey|key journey|critical path|use case|kernablaeuf|kernprozess|geschaeftsprozess|anwendungsfaell/,
  ],
  [
    'communication',
    /communicat|notificat|announce|\bcomms\b|inform(?:ing)? (?:stakeholder|user)|kommunikation|benachrichtig|information der/,
  ],
  ['success', /success|acceptance|exit criteria|definition of done|go[- ]?live criteria|erfolg|abnahme/],
  [
    'checklist',
    /check-? ?list|pre-?requisit|pre-?flight|\bgates?\b|before (?:we|you|the) (?:deploy|go|start|begin)|pre-?deployment(?: tasks| checks| requirements|$)|checkliste|voraussetzung|vorbedingung|vor dem (?:deployment|ausrollen|rollout)/,
  ],
  ['preparation', /prepar|vorbereit/],
  ['window', /window|schedule|time ?frame|\bwhen\b|timing|wartungsfenster|zeitfenster|zeitplan|termin/],
  [
    'verification',
    /verif|smoke|validat|sanity|post-?deployment (?:tests?|checks?)|ueberpruef|pruefung|verifikation|funktionstest/,
  ],
  ['monitoring', /monitor|observ|\bwatch|hypercare|ueberwach|beobacht|nachsorge|nachkontroll/],
  [
    'team',
    /team|responsib|\broles?\b|people|contact|\braci\b|\bwho\b|\bowners?\b|verantwort|\brollen|ansprechpartner|zustaendig|beteiligte/,
  ],
  // Of what comes afterwards the parts above have names of their own.
  [
    'verification',
    /^(?:right |immediately )?after (?:the |each |every )?(?:deploy|release|roll-?out|go-?live)|^nach (?:dem|der|jedem|jeder) (?:deploy|ausroll|rollout|bereitstell|einspiel|release)/,
  ],
  ['sources', /\bsources?\b|where readings|measurements? come|datenquellen|messquellen/],
  ['environments', /environments|umgebungen/],
  [
    'steps',
    /step|procedure|execut|roll-?out|runbook|deploy|release|implementation|durchfuehrung|ablauf|vorgehen|bereitstellung|schritte|ausrollen|einspiel/,
  ],
  [
    'overview',
    /overview|summary|introduc|purpose|background|scope|context|about|goal|ueberblick|uebersicht|zweck|ziel|hintergrund|einleitung|zusammenfassung/,
  ],
  ['appendix', /appendix|annex|anhang|references|links|notes/],
];

const insideRollback: readonly (readonly [Topic, RegExp])[] = [
  ['after-rollback', /post|after|follow|danach|nachbereit|nach dem/],
  [
    'rollback-decision',
    /decision|decid|\bwhen\b|trigger|criteria|condition|entscheid|ausloeser|wann|kriterien|bedingung/,
  ],
  ['rollback-steps', /step|procedure|how|execut|perform|command|schritt|vorgehen|ablauf|durchfuehr/],
];

/** What a heading says its section is about; inside of a section that is known, what is not known is more of the same. */
export function topicOf(heading: string, within: Topic): Topic {
  // "Deployment (during deployment window)" is not about the window.
  const words = plainWords(heading.replace(/[([].*?[)\]]/g, ' '));
  const found = (table: readonly (readonly [Topic, RegExp])[]) => table.find(([, pattern]) => pattern.test(words))?.[0];
  if (isRollback(within)) return found(insideRollback) ?? within;
  const topic = found(topics);
  if (topic === 'rollback') return found(insideRollback.filter(([one]) => one !== 'after-rollback')) ?? 'rollback';
  return topic ?? (within === 'title' || within === 'overview' ? 'unknown' : within);
}

export const isRollback = (topic: Topic): boolean =>
  topic === 'rollback' || topic === 'rollback-decision' || topic === 'rollback-steps' || topic === 'after-rollback';
