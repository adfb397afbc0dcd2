import type { NotifierKind } from '../ports/notifier.ts';
import { alertmanager } from './alertmanager.ts';
import { desktop } from './desktop.ts';
import { email } from './email.ts';
import { github } from './github.ts';
import { slack } from './slack.ts';
import { webhook } from './webhook.ts';

/**
 * Every kind of notifier. To add one: a file that brings its `type`, a one-line summary, its options, what stands in
 * `to` and `open`; a line here; a test of what it sends and of `handOver`. Validation, completion and docs follow.
 */
export const notifierKinds: readonly NotifierKind[] = [email, slack, webhook, alertmanager, github, desktop];
