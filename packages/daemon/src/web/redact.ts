import { shortened } from '@daywatch/shared/vocabulary/shortened.ts';

/**
 * What is masked in every line that leaves the daemon, in this order: private keys, passwords in addresses,
 * authorizations, tokens by their form, values beside a telling name, e-mail addresses, numbers of payment cards.
 */
const rules: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '***'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1***@'],
  [/\b(bearer|basic|digest|negotiate)\s+[\w.~+/=-]{6,}/gi, '$1 ***'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '***'],
  [
    /\b(?:sk|pk|rk)_(?:live|test)_\w+|\bgh[pousr]_\w{16,}|\bgithub_pat_\w+|\bglpat-[\w-]+|\bxox[abpsr]-[\w-]+|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bsntry[su]_[\w=-]+|\bAIza[\w-]{30,}|\bnpm_\w{30,}/g,
    '***',
  ],
  [
    /((?:^|[^\w])["']?[\w.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|apikey|authorization|credential|session[_-]?id|cookie|private[_-]?key|access[_-]?key)[\w.-]*["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&)}\]]+)/gi,
    '$1***',
  ],
  [/[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/g, '<e-mail>'],
  [/(?<![\w.-])(?=(?:\d[ -]?){13})\d+(?:[ -]\d+)*(?![\w-])/g, (run) => withoutCards(run)],
  [/\b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{32,}={0,2}/g, (word) => (isPlain(word) ? word : '***')],
];

/** A line without what nobody outside should see. */
export function redact(text: string): string {
  let shown = text;
  for (const [rule, mask] of rules)
    shown = typeof mask === 'string' ? shown.replace(rule, mask) : shown.replace(rule, mask);
  return shown;
}

// 13 digits are an old Visa, and 1 begins only the 15 of UATP: the times of logs (1795420895288, 20261201220000) are no cards.
const lengthsOfCards = /^(?:4\d{12}|[3-9]\d{13}|[1-9]\d{14}|[2-9]\d{15,18})$/;

// As cards are printed, and in one piece. Of any other numbers in a row a tenth would meet the check digit.
const piecesOfCards =
  /(?<!\d)(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19})(?!\d)/g;

/** Numbers with a space or a hyphen between them: together a card, or some of them: 4111 1111 1111 1111 200. */
const withoutCards = (run: string): string =>
  isCard(run) ? '<card>' : run.replace(piecesOfCards, (number) => (isCard(number) ? '<card>' : number));

/** By the first and the check digit of ISO/IEC 7812: every other number of that length is an id. */
function isCard(number: string): boolean {
  const plain = number.replace(/\D/g, '');
  if (!lengthsOfCards.test(plain)) return false;
  const digits = [...plain].reverse().map(Number);
  if (digits.every((digit) => digit === digits[0])) return false;
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Long words that are no secret: an id that is a UUID, a path, the hash of a commit. */
const isPlain = (word: string): boolean =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) || /^[0-9a-f]{40}$/.test(word) || /\/\w+\//.test(word);

const longest = 200;

/** An event for messages: on one line, masked, not too long. */
export function exampleOf(text: string): string {
  const line = redact(text.slice(0, 8 * longest))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return shortened(line, longest);
}
