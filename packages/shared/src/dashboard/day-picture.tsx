import { useState } from 'preact/hooks';
import type { DeploymentView, EnvironmentView } from '../api/views.ts';
import { between, formatDuration, minutes } from '../vocabulary/time.ts';
import { type Day, dayOf, type Lane, type Mark, type Stretch } from './day.ts';
import { Glyph, type GlyphName } from './glyph.tsx';
import { clockTime, dayAndTime, timeOf, zoneName } from './local-time.ts';
import { nightsIn, percent, placed, type Range } from './time-axis.ts';
import { TimeAxisRow } from './time-axis-row.tsx';
import { useNow } from './use-now.ts';
import type { Recorded } from './use-record.ts';

interface PictureProps {
  readonly recorded: Recorded;
  /** Of the deployment that is watched now. */
  readonly verdict: EnvironmentView['verdict'] | undefined;
}

/** The deploy and its whole watch as one picture: what held when, when nobody looked, and what happened. */
export function DayPicture({ recorded, verdict }: PictureProps) {
  const now = useNow(minutes(0.1));
  const [told, tell] = useState<string>();
  if (recorded.state !== 'loaded') {
    return (
      <section class="day card" aria-busy={recorded.state === 'loading'}>
        <h2>{titleOf(verdict?.watch?.for)}</h2>
        <p class="day-waits">{recorded.state === 'failed' ? recorded.because : 'Loading the record…'}</p>
      </section>
    );
  }
  const { deployment } = recorded;
  const day = dayOf({ deployment, events: deployment.events, ...(verdict && { verdict }), now });
  const { range } = day;
  const show = (sentence: string) => ({
    onPointerEnter: () => tell(sentence),
    onFocus: () => tell(sentence),
    onPointerLeave: () => tell(undefined),
    onBlur: () => tell(undefined),
  });
  const watched = verdict !== undefined && deployment.endedAt === undefined;
  return (
    <section class="day card" aria-labelledby="day-title">
      <header>
        <h2 id="day-title">{titleOf(watchFor(deployment, verdict))}</h2>
        <p>
          {dayAndTime(range.from)} to {dayAndTime(range.until)} {zoneName(range.until)}
        </p>
      </header>
      <div class="day-plot">
        {nightsIn(range).map((night) => (
          <i class="night" key={night.from} style={placed(night, range)} title="night" />
        ))}
        <ol class="marks" aria-label="What happened">
          {day.marks.map((mark) => (
            <MarkAt key={`${mark.at} ${mark.sentence}`} mark={mark} range={range} {...show(sentenceOf(mark))} />
          ))}
        </ol>
        <ol class="ribbon" aria-label="What held">
          {day.stretches.map((stretch) => (
            <li key={stretch.from} style={placed(stretch, range)}>
              <button
                type="button"
                class={`stretch tone-${stretch.tone}`}
                aria-label={stretchSentence(stretch)}
                {...show(stretchSentence(stretch))}
              >
                <span>{stretch.label}</span>
              </button>
            </li>
          ))}
          {day.gaps.map((gap) => (
            <li key={`blind ${gap.from}`} style={placed(gap, range)}>
              <button type="button" class="stretch blind" aria-label={gapSentence(gap)} {...show(gapSentence(gap))} />
            </li>
          ))}
        </ol>
        {day.lanes.length > 0 && (
          <ul class="lanes" aria-label="What failed or was silenced">
            {day.lanes.slice(0, lanesShown).map((lane) => (
              <LaneOf key={`${lane.title} ${lane.from}`} lane={lane} range={range} {...show(laneSentence(lane))} />
            ))}
          </ul>
        )}
        {watched && <i class="now" style={{ left: `${percent(now, range)}%` }} />}
      </div>
      <TimeAxisRow range={range} most={9} name="day-axis" />
      <p class="caption">{told ?? captionOf(day, verdict)}</p>
      {day.lanes.length > lanesShown && (
        <p class="small-print">{day.lanes.length - lanesShown} more are told with their criteria.</p>
      )}
      <ul class="legend" aria-label="What the picture shows">
        <li class="key-blind">blind: nobody looked</li>
        <li class="key-night">night</li>
        <li class="key-mark">
          <Glyph name="check" /> deployed
        </li>
        {day.marks.some(({ kind }) => kind === 'decided') && (
          <li class="key-mark">
            <Glyph name="question" /> decided
          </li>
        )}
      </ul>
    </section>
  );
}

const lanesShown = 5;

const titleOf = (watch: string | undefined): string =>
  watch === undefined || watch === '1d' ? 'The 24 hours' : `The watch of ${watch}`;

function watchFor(deployment: DeploymentView, verdict: EnvironmentView['verdict'] | undefined): string | undefined {
  if (verdict?.watch !== undefined) return verdict.watch.for;
  const planned = deployment.events.findLast(({ event }) => event.type === 'watch-started')?.event;
  return planned?.type === 'watch-started' ? planned.for : undefined;
}

const spanOf = ({ from, until }: Range): string =>
  `${clockTime(from)} to ${clockTime(until)}, ${formatDuration(between(from, until))}`;
const stretchSentence = (stretch: Stretch): string => `${stretch.label}, ${spanOf(stretch)}: ${stretch.because}`;
const gapSentence = (gap: Range): string =>
  `Blind, ${spanOf(gap)}: the daemon did not look. It does not count towards the watch.`;
const laneWords: Readonly<Record<Lane['kind'], string>> = {
  failing: 'failing',
  recovered: 'failed, well again',
  blind: 'not seen',
  silenced: 'silenced',
};
const laneSentence = (lane: Lane): string => `${lane.title}, ${laneWords[lane.kind]}, ${spanOf(lane)}: ${lane.because}`;
const sentenceOf = ({ at, sentence }: Mark): string => `${dayAndTime(at)}: ${sentence}`;

/** What the picture says when nothing of it is pointed at. */
function captionOf({ stretches, gaps }: Day, verdict: EnvironmentView['verdict'] | undefined): string {
  const last = stretches.at(-1);
  if (last === undefined) return 'Nothing has happened yet.';
  const blind = gaps.length === 0 ? '' : ` Blind ${gaps.length === 1 ? 'once' : `${gaps.length} times`}.`;
  const until =
    verdict?.watch === undefined || verdict.final ? '' : ` The watch ends ${dayAndTime(timeOf(verdict.watch.endsAt))}.`;
  return `${last.label} since ${clockTime(last.from)}.${blind}${until}`;
}

type Shown = Pick<
  preact.ButtonHTMLAttributes<HTMLButtonElement>,
  'onPointerEnter' | 'onFocus' | 'onPointerLeave' | 'onBlur'
>;

const markGlyphs: Readonly<Record<Mark['kind'], GlyphName>> = {
  deployed: 'check',
  decided: 'question',
  'rolled-back': 'back',
  noted: 'busy',
};

const MarkAt = ({ mark, range, ...shown }: { mark: Mark; range: Range } & Shown) => (
  <li style={{ left: `${percent(mark.at, range)}%` }}>
    <button type="button" class={`mark mark-${mark.kind}`} aria-label={sentenceOf(mark)} {...shown}>
      <Glyph name={markGlyphs[mark.kind]} />
    </button>
  </li>
);

const LaneOf = ({ lane, range, ...shown }: { lane: Lane; range: Range } & Shown) => (
  <li class={`lane lane-${lane.kind}`}>
    <i style={placed(lane, range)} />
    <button type="button" aria-label={laneSentence(lane)} style={besideOf(lane, range)} {...shown}>
      {lane.title} <span>{laneWords[lane.kind]}</span>
    </button>
  </li>
);

/** A title stands on that side of its line which has more room for it. */
function besideOf(lane: Lane, range: Range) {
  const before = percent(lane.from, range);
  const after = 100 - percent(lane.until, range);
  const room = (share: number) => ({ maxWidth: `calc(${share}% - 0.7rem)` });
  return before > after ? { right: `${100 - before}%`, ...room(before) } : { left: `${100 - after}%`, ...room(after) };
}
