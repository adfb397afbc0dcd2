import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import { checklistState } from '../deployments/checklist-state.ts';

/** The plan's checklist as this deployment has it. */
export const checklistView = (items: readonly ChecklistItem[], deployment: Deployment): ChecklistItemView[] =>
  checklistState(items, deployment).map(({ item, state, because, lookedAt, role, signed, override }) => ({
    id: item.id,
    title: item.title,
    type: item.type,
    by: item.by,
    state,
    because,
    ...(lookedAt !== undefined && { lookedAt }),
    ...(role !== undefined && { role }),
    ...(signed && { signed: { ...signed } }),
    ...(override && { override: { by: override.by, reason: override.reason, at: override.at } }),
  }));
