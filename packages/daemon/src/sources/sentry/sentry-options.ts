import * as z from 'zod';
import { durationText } from '../../web/duration-text.ts';
import { providerOptions } from '../provider.ts';

/** From worst to least. */
export const sentryLevels = ['fatal', 'error', 'warning', 'info', 'debug'] as const;
export type SentryLevel = (typeof sentryLevels)[number];
export const sentryLevel = z.enum(sentryLevels);

export const sentryOptions = z.strictObject({
  organization: z.string().min(1).meta({ description: "The organization's slug, as in its addresses." }),
  project: z.string().min(1).meta({ description: "The project's slug, or its number." }),
  token: z.string().min(1).meta({
    description: 'An auth token that may read: event:read, project:read, and org:read for events and sessions.',
  }),
  url: z.string().min(1).default('https://sentry.io').meta({
    description:
      'Where Sentry is: https://us.sentry.io or https://de.sentry.io for the data of a region, or your own; https://sentry.io when left out.',
  }),
  environment: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta({ description: "Only events of this environment of Sentry's, or of these." }),
  level: sentryLevel
    .default('error')
    .meta({ description: 'Only what is of this level or worse; error when left out.' }),
  release: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'What the release is called in Sentry, with {version} and {commit} of the deploy put in: shop@{version}. With it, what is new is what was first seen in that release.',
      examples: ['shop@{version}', '{commit}'],
    }),
  delay: durationText
    .default('30s')
    .meta({ description: 'How long an event may take to be counted by Sentry; 30s when left out.' }),
  ...providerOptions,
});
export type SentryOptions = z.infer<typeof sentryOptions>;
