import { describe, expect, it } from 'vitest';
import { type Around, offerOf, type TypedCommand, typedDeploy } from './typed-deploy.ts';

const around: Around = {
  trusted: true,
  wanted: true,
  situation: 'deployed',
  steps: ['git checkout main', 'git push origin main', './deploy-production.sh', 'npm run deploy:workers'],
  present: { version: '1.4.2', phase: 'watching' },
};
const typed = (line: string, facts: Partial<TypedCommand> = {}): TypedCommand => ({
  line,
  certain: true,
  exitCode: 0,
  inFolder: true,
  ...facts,
});

describe('a deploy that was typed', () => {
  it.each([
    ['./deploy-production.sh', './deploy-production.sh'],
    ['  ./deploy-production.sh  ', './deploy-production.sh'],
    ['bash deploy-production.sh', './deploy-production.sh'],
    ['sh ./deploy-production.sh', './deploy-production.sh'],
    ['REGION=eu ./deploy-production.sh', './deploy-production.sh'],
    ['npm run deploy:workers', 'npm run deploy:workers'],
  ])('is known in %j', (line, step) => expect(typedDeploy(typed(line), around)).toBe(step));

  it.each([
    // Steps too, but everybody types them.
    'git push origin main',
    'git checkout main',
    // Another script, or the same one asked for something else.
    './deploy-staging.sh',
    './deploy-production.sh --dry-run',
    'cat ./deploy-production.sh',
    'vim deploy-production.sh',
    'npm run build',
    'daywatch deploy production',
    '',
  ])('is not seen in %j', (line) => expect(typedDeploy(typed(line), around)).toBeUndefined());

  it.each<[string, Partial<TypedCommand>, Partial<Around>]>([
    ['it failed', { exitCode: 1 }, {}],
    ['its end is not known', { exitCode: undefined }, {}],
    ['its line was guessed from the screen', { certain: false }, {}],
    ['it ran in another folder', { inFolder: false }, {}],
    ['the folder is not trusted', {}, { trusted: false }],
    ['nobody wants to be asked', {}, { wanted: false }],
    ['a runner is at work', {}, { situation: 'at-work' }],
    ['the daemon is out of reach', {}, { situation: 'offline' }],
    ['the plan has no such step', {}, { steps: [] }],
  ])('is let be when %s', (_why, command, facts) =>
    expect(typedDeploy(typed('./deploy-production.sh', command), { ...around, ...facts })).toBeUndefined(),
  );

  it('counts where the shell does not say its folder', () =>
    expect(typedDeploy(typed('./deploy-production.sh', { inFolder: undefined }), around)).toBeDefined());
});

it('says what is missing', () => {
  expect(offerOf('./deploy.sh', 'production', around)).toBe(
    '"./deploy.sh" was run by hand: there is no record of it, and the verdict still speaks of 1.4.2. ' +
      "Deploy to production with the plan's checklist and steps, and have it watched?",
  );
  const { present: _, ...nothing } = around;
  expect(offerOf('./deploy.sh', 'production', nothing)).toContain('there is no record of it, and nothing is watched.');
});
