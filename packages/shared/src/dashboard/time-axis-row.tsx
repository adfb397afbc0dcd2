import { percent, type Range, timeTicks } from './time-axis.ts';

/** Round times under a picture; those at its right edge would be cut off. */
export const TimeAxisRow = ({ range, most, name }: { range: Range; most: number; name: string }) => (
  <div class={name} aria-hidden="true">
    {timeTicks(range, most)
      .filter(({ at }) => percent(at, range) < 100 - 36 / most)
      .map(({ at, label }) => (
        <span key={at} class="axis-tick" style={{ left: `${percent(at, range)}%` }}>
          {label}
        </span>
      ))}
  </div>
);
