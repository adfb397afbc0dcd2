const secretName = /token|secret|passw|api_?key|private_?key|credential|dsn|database_url|auth/i;
const shortest = 8;

/** Replaces the values of the environment's secrets in what leaves this machine. A variable is one if its name says so. */
export function maskSecrets(environment: Readonly<Record<string, string>>): (text: string) => string {
  const secrets = Object.entries(environment)
    .filter(([name, value]) => secretName.test(name) && value.length >= shortest)
    .map(([, value]) => value)
    // A secret that contains another one goes first.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
