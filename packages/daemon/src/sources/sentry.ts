import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { spanOf } from '../web/duration-text.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { naming } from './naming.ts';
import { askEvents } from './sentry/ask-events.ts';
import { askNewIssues, askRegressedIssues } from './sentry/ask-issues.ts';
import { askSessions } from './sentry/ask-sessions.ts';
import { SentryApi } from './sentry/sentry-api.ts';
import { type SentryOptions, sentryOptions } from './sentry/sentry-options.ts';
import { type SentryCount, sentryCount, sentryRate } from './sentry/sentry-queries.ts';

export const sentry = defineSourceKind({
  type: 'sentry',
  summary:
    'Asks Sentry what is new since the deploy, what came back, how many events there are, and which sessions crashed.',
  options: sentryOptions,
  measures: {
    count: { query: sentryCount, summary: 'New issues, regressed issues, or events since the last reading.' },
    rate: { query: sentryRate, unit: 'fraction', summary: 'Crashed sessions out of all that began.' },
  },
  open: (options, tools) => checkedSource(tools.name, addressed, options, (checked) => openSentry(checked, tools)),
});

/** With the secrets put in, it must be an address. */
const addressed = sentryOptions.refine(({ url }) => /^https?:\/\//.test(url) && URL.canParse(url), {
  path: ['url'],
  message: 'it is not an address like https://sentry.io',
});

function openSentry(options: SentryOptions, tools: SourceTools): Source {
  const { name, clock, memory } = tools;
  const api = new SentryApi(options, tools.outbound);
  const environments = options.environment === undefined ? [] : [options.environment].flat();
  const { release } = options;

  const counting = (query: SentryCount, question: Question): Probe => {
    const { of, level = options.level, search } = typeof query === 'string' ? { of: query } : query;
    const shared = { api, environments, level, search };
    switch (of) {
      case 'new-issues':
        return askNewIssues({ ...shared, release, memory, name: `new ${question.name}` });
      case 'regressed-issues':
        return askRegressedIssues({ ...shared, release, memory, name: `regressed ${question.name}` });
      case 'events':
        return askEvents({ ...shared, delay: spanOf(options.delay), every: question.every ?? seconds(60), clock });
    }
  };

  return {
    probe(question: Question) {
      const { measure, query } = question;
      if (measure === 'count')
        return checkedProbe(name, sentryCount, query, (count) => naming(name, counting(count, question)));
      if (measure === 'rate')
        return checkedProbe(name, sentryRate, query, () =>
          naming(name, askSessions({ api, environments, release, clock })),
        );
      return brokenProbe(`${name}: a sentry source has no ${measure}; it has count and rate`);
    },
    close: async () => {},
  };
}
