import { fillVariables, isSecretName, variablesIn } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type ResolvedSecrets =
  /** The options with every `${NAME}` replaced, and the secrets that went into them. */
  | { readonly resolved: unknown; readonly secrets: Readonly<Record<string, string>> }
  /** Names of the variables that are not set, or empty, in the order of the options. */
  | { readonly missing: readonly string[] };

/** Daywatch's own: who may register a plan could have them sent to an address of their choice. */
const ownTokens: ReadonlySet<string> = new Set(['DAYWATCH_TOKENS', 'DAYWATCH_TOKEN']);

/** Puts the values of an environment in the place of `${NAME}`, however deep it stands. */
export function resolveSecrets(options: unknown, environment: Environment): ResolvedSecrets {
  const secrets: Record<string, string> = {};
  const missing = new Set<string>();
  const resolved = mapTexts(options, (text) => {
    // The others are filled in while a workflow runs.
    for (const name of variablesIn(text).filter(isSecretName)) {
      const value = Object.hasOwn(environment, name) && !ownTokens.has(name) ? environment[name] : undefined;
      // An empty secret is one that somebody forgot: it would be sent as no secret at all.
      if (value === undefined || value === '') missing.add(name);
      else secrets[name] = value;
    }
    return fillVariables(text, (name) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined));
  });
  return missing.size > 0 ? { missing: [...missing] } : { resolved, secrets };
}

/** Names of the variables of the environment that options ask for, each once. */
export function secretsIn(options: unknown): readonly string[] {
  const names = new Set<string>();
  mapTexts(options, (text) => {
    for (const name of variablesIn(text).filter(isSecretName)) names.add(name);
    return text;
  });
  return [...names];
}

/** `the source "database" needs DATABASE_URL, which is not set in the environment of the daemon`. */
export const missingSecrets = ({ source, missing }: { source: string; missing: readonly string[] }): string =>
  `the source "${source}" needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not set in the environment of the daemon`;

/** A text without the secrets: each stands as its `${NAME}`, and passwords inside of addresses as `***`. */
export function maskSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  const spellings = Object.entries(secrets).flatMap(([name, value]) =>
    [...new Set([value, encodeURIComponent(value), formEncoded(value), JSON.stringify(value).slice(1, -1)])].map(
      (spelling) => ({ name, spelling }),
    ),
  );
  // The longest first: one secret may be a part of another.
  spellings.sort((one, other) => other.spelling.length - one.spelling.length);
  let masked = text;
  for (const { name, spelling } of spellings)
    if (spelling !== '') masked = masked.replaceAll(spelling, () => `\${${name}}`);
  masked = maskBegun(
    masked,
    spellings.map(({ spelling }) => spelling),
  );
  masked = maskEncoded(masked, Object.values(secrets));
  for (const password of passwordsIn(Object.values(secrets))) masked = masked.replaceAll(password, '***');
  return masked.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1***@');
}

const formEncoded = (value: string): string => new URLSearchParams({ '': value }).toString().slice(1);

/** Shorter ones are found in words that have nothing to do with them. */
const tellsMuch = 6;

/** What was cut off for a message may have been cut off in the middle of a secret. */
function maskBegun(text: string, spellings: readonly string[]): string {
  return text.replace(/[^…]+(?=…)/g, (before) => {
    for (const spelling of spellings)
      for (let length = Math.min(spelling.length - 1, before.length); length >= tellsMuch; length -= 1)
        if (before.endsWith(spelling.slice(0, length))) return `${before.slice(0, -length)}***`;
    return before;
  });
}

/** Basic authentication sends base64: who repeats what it was sent repeats the password. */
function maskEncoded(text: string, secrets: readonly string[]): string {
  const long = secrets.filter(({ length }) => length >= tellsMuch);
  if (long.length === 0) return text;
  return text.replace(/[\w+/-]{8,}={0,2}/g, (word) => {
    const meant = Buffer.from(word, 'base64').toString('utf8');
    return long.some((secret) => meant.includes(secret)) ? '***' : word;
  });
}

/** A driver may quote the password of an address without the address. */
function passwordsIn(secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) => {
    const password = URL.canParse(secret) ? new URL(secret).password : '';
    // A short one would be found in words that have nothing to do with it.
    return password.length < 4 ? [] : [decoded(password), password];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}
