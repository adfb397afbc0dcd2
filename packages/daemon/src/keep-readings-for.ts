import { days, type Millis } from '@daywatch/shared/vocabulary/time.ts';

/** Long enough for "the same hour last week" twice over. */
export const keepReadingsFor: Millis = days(15);
