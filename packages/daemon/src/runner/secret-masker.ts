import { maskSecrets } from '../plan/secrets.ts';

const secretName = /token|secret|passw|api_?key|private_?key|credential|dsn|database_url|auth/i;
const shortest = 8;

/** Replaces the environment's secrets in what leaves this machine. A variable is one if its name says so. */
export function secretMasker(environment: Readonly<Record<string, string>>): (text: string) => string {
  const entries = Object.entries(environment).filter(
    ([name, value]) => secretName.test(name) && value.length >= shortest,
  );
  const secrets = Object.fromEntries(entries);
  return (text) => maskSecrets(text, secrets);
}
