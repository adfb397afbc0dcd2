import { maskSecrets } from './secrets.ts';

const secretName =
  /token|secret|passw|passphrase|_pwd$|(?:^|_)key(?:_|$)|api_?key|private_?key|credential|webhook|dsn|database_url|auth(?!or|_sock)/i;
const shortest = 8;
/** Of one line of a key; shorter ones would be found in texts that have nothing to do with it. */
const shortestLine = 16;

/** Replaces the environment's secrets in what leaves this machine. A variable is one if its name or its value says so. */
export function secretMasker(environment: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && value.length >= shortest && (secretName.test(name) || hasPassword(value)))
      secrets[name] = value;
  // Output comes in pieces: of a secret of many lines, each is one.
  const lines = Object.entries(secrets).flatMap(([name, value]) =>
    value.includes('\n')
      ? value.split(/\r?\n/).flatMap((line) => (line.length < shortestLine ? [] : [{ name, line }]))
      : [],
  );
  return (text) =>
    lines.reduce((masked, { name, line }) => masked.replaceAll(line, () => `\${${name}}`), maskSecrets(text, secrets));
}

const hasPassword = (value: string): boolean => URL.canParse(value) && new URL(value).password !== '';
