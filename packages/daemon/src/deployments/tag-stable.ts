import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Decision } from './decision.ts';

/** A tag is for a version that had its final GO, and for no other commit than the one it had it for. Pure. */
export function tagStable(
  { tag, commit, pushedTo }: { readonly tag: string; readonly commit: string; readonly pushedTo?: string },
  state: Deployment,
): Decision {
  const { environment, version } = state;
  if (state.phase !== 'succeeded') {
    const detail = `Deployment ${state.id} of ${environment} is ${state.phase}: only a version with a final GO is tagged as stable.`;
    return { refused: { code: 'wrong-phase', detail } };
  }
  if (commit !== version.commit) {
    const detail = `${tag} points at ${commit.slice(0, 7)}; ${version.version}, which had the GO, is ${version.commit.slice(0, 7)}.`;
    return { refused: { code: 'wrong-phase', detail, hint: `Tag the commit ${version.commit}.` } };
  }
  if (state.tag?.name === tag && (pushedTo === undefined || state.tag.pushedTo === pushedTo)) return { events: [] };
  return { events: [{ type: 'tagged', tag, commit, ...(pushedTo !== undefined && { pushedTo }) }] };
}
