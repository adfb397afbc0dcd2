import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import { timeWords } from '../cli/terminal/time-words.ts';
import { type Delivered, type RunnerLine, runRunner } from './runner-process.ts';
import type { Stage } from './stage.ts';

/** Runs `daywatch deploy` or `rollback` and tells its steps, a line each. */
export function tellRunner(args: readonly string[], stage: Stage): Promise<Delivered> {
  const { story, paint, workshop, shop } = stage;
  story.print([`  ${paint.busy('$')} daywatch ${args.join(' ')}`]);
  const titles = new Map<string, string>();
  let running: { readonly title: string; readonly since: number } | undefined;
  const onLine = (line: RunnerLine) => {
    if (line.type === 'step-started') {
      titles.set(line.step, line.title);
      running = { title: line.title, since: workshop.clock.elapsed() };
    }
    if (line.type !== 'step-finished') return;
    running = undefined;
    const title = titles.get(line.step) ?? line.step;
    if (line.outcome === 'passed') story.done(title, timeWords(line.seconds));
    else story.print([`  ${paint.bad('✗')} ${title}: ${line.because}`]);
  };
  const scene = () => {
    if (running === undefined) return { text: 'getting ready', key: '' };
    const took = inSeconds(millis(workshop.clock.elapsed() - running.since));
    return { text: `${running.title}  ${paint.quiet(timeWords(Math.floor(took)).replace('.0', ''))}`, key: '' };
  };
  return story.during(scene, runRunner(args, onLine, { shop, workshop }));
}
