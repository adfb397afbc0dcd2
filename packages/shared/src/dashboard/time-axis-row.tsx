import { percent, type Range, timeTicks } from './time-axis.ts';

/** Round times under a picture. */
export const TimeAxisRow = ({ range, most, name }: { range: Range; most: number; name: string }) => (
  <div class={name} aria-hidden="true">
    {timeTicks(range, most).map(({ at, label }) => (
      <span key={at} class="axis-tick" style={{ left: `${percent(at, range)}%` }}>
        {label}
      </span>
    ))}
  </div>
);
