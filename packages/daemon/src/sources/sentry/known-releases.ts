import * as z from 'zod';
import type { Answer, SentryApi } from './sentry-api.ts';

/** Which releases Sentry has heard of: by an event, a session, or whoever deployed. One that it knows it goes on knowing. */
export class KnownReleases {
  private readonly api: SentryApi;
  private readonly known = new Set<string>();

  constructor(api: SentryApi) {
    this.api = api;
  }

  async has(release: string, signal: AbortSignal): Promise<Answer<boolean>> {
    if (this.known.has(release)) return { type: 'answered', value: true };
    const path = this.api.organization(`/releases/${encodeURIComponent(release)}/`);
    const answer = await this.api.get(path, [], z.object({ version: z.string() }), signal);
    if (answer.type === 'answered') this.known.add(release);
    else if (answer.status !== 404) return answer;
    return { type: 'answered', value: answer.type === 'answered' };
  }
}
