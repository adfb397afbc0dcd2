import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** `2026-12-01 14:02 UTC`. */
export const utcMinute = (time: Instant): string => `${rfc3339(time).slice(0, 16).replace('T', ' ')} UTC`;
