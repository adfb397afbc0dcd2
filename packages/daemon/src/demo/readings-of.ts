import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { answered, type DaemonProcess } from './daemon-process.ts';

/** The middle one of what the daemon has read of a criterion in a span; nothing when it read too little. */
export async function middleReading(
  daemon: Pick<DaemonProcess, 'client'>,
  of: { readonly deployment: string; readonly criterion: string; readonly from: Instant; readonly to: Instant },
  atLeast = 1,
): Promise<number | undefined> {
  const { deployment, criterion, from, to } = of;
  const answer = await daemon.client.series({
    deployment,
    criterion,
    from: rfc3339(from),
    to: rfc3339(to),
    points: 100,
  });
  const values = answered(answer).values.filter((value) => value !== null);
  if (values.length < atLeast) return undefined;
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
