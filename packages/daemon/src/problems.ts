import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';

/** Why a request cannot be met: a permanent code, the HTTP status it maps to, what happened, what to do. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly hint?: string;
  readonly problems?: readonly Problem[];
}

/** Every code once, with its status and title. Codes are permanent: scripts rely on them. */
export const refusals = {
  'unknown-environment': { status: 404, title: 'No such environment' },
  'unknown-deployment': { status: 404, title: 'No such deployment' },
  'unknown-criterion': { status: 404, title: 'No such criterion' },
  'unknown-silence': { status: 404, title: 'No such silence' },
  'unknown-announcement': { status: 404, title: 'No such announcement' },
  'unknown-item': { status: 404, title: 'No such checklist item' },
  'unknown-route': { status: 404, title: 'Nothing here' },
  'environment-busy': { status: 409, title: 'Another deployment is running' },
  'wrong-phase': { status: 409, title: 'Not possible in this phase' },
  'nothing-to-roll-back-to': { status: 409, title: 'No stable version is known' },
  'cool-down': { status: 409, title: 'Too soon after the last rollback' },
  'no-offer': { status: 409, title: 'No automatic rollback is offered' },
  'checklist-open': { status: 409, title: 'The checklist is not fulfilled' },
  'window-closed': { status: 409, title: 'It is not the time to deploy' },
  'too-little-known': { status: 409, title: 'Too little was measured to tell' },
  'plan-changed': { status: 409, title: 'The plan differs from the registered one' },
  'already-decided': { status: 409, title: 'The question was answered' },
  'nothing-told': { status: 409, title: 'Nothing was told yet' },
  'id-taken': { status: 409, title: 'The id belongs to another deployment' },
  'plan-invalid': { status: 422, title: 'The plan has problems' },
  'request-invalid': { status: 400, title: 'The request has problems' },
  'token-missing': { status: 401, title: 'A token is needed' },
  'token-unknown': { status: 401, title: 'The token is not known' },
  'wrong-person': { status: 403, title: 'Somebody else must sign' },
  'role-too-low': { status: 403, title: 'The role does not allow this' },
  'too-large': { status: 413, title: 'The request is too large' },
  'host-refused': { status: 403, title: 'The host name is not served' },
  'internal-error': { status: 500, title: 'A fault in Daywatch' },
} as const;
export type RefusalCode = keyof typeof refusals;
