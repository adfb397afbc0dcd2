import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

// Ends with 0 once the version that is checked out here answers.
const [url] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

for (let tenths = 0; tenths < 150; tenths += 1) {
  const answer = await fetch(`${url}/version`).then(
    (reply) => reply.json(),
    () => undefined,
  );
  if (answer?.version === version) process.exit(0);
  await wait(100);
}
console.error(`${version} does not answer at ${url}.`);
process.exit(1);
