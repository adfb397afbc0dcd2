import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';
import { type Notes, noNotes, readRecording } from '../replay/read-recording.ts';
import { gather, type Recording, recordingOf } from '../replay/recording.ts';
import { type ReplayOutcome, runReplay } from '../replay/run-replay.ts';
import { Complaint } from './complaint.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import { noteLines } from './replay-notes.ts';
import { nameOf, piecesOf } from './replay-pieces.ts';
import type { Chosen } from './replay-watch-plan.ts';

interface FileOrder {
  readonly file: string;
  readonly chosen: Chosen;
  readonly context: Context;
}

/** All readings of a file in order of time. Complains when nothing in it can be used. */
export async function readFile({
  file,
  chosen,
  context,
}: FileOrder): Promise<{ readonly observations: readonly Observation[]; readonly unsaid: ReadonlySet<string> }> {
  const notes = noNotes();
  const all = await gather(readingsOf({ file, chosen, context }, notes));
  tellNotes({ file, chosen, context }, notes, true);
  if (all.length === 0) throw nothingUsable(file, notes, chosen);
  return { observations: notes.disordered === 0 ? all : all.sort((a, b) => a.at - b.at), unsaid: notes.unsaid };
}

/** Runs a file through the watch as it is read; one that is out of order is read again, whole, and sorted. */
export async function replayFile(
  order: FileOrder & { readonly deployedAt: Instant | undefined; readonly reach: Millis | undefined },
): Promise<ReplayOutcome> {
  const { file, chosen, context, deployedAt, reach } = order;
  const notes = noNotes();
  const run = (recording: Recording) =>
    runReplay({
      recording,
      deployedAt,
      watch: chosen.watch,
      paced: chosen.paced,
      unsaid: notes.unsaid,
      ...(reach !== undefined && { reach }),
    });
  const outcome = await run(inOrder(readingsOf(order, notes), file === '-' ? 'leave-out' : 'stop', notes));
  if (file !== '-' && notes.disordered > 0) {
    const { observations } = await readFile({ file, chosen, context });
    return run(recordingOf(observations));
  }
  tellNotes(order, notes, false);
  if (notes.usable === 0) throw nothingUsable(file, notes, chosen);
  return outcome;
}

const readingsOf = ({ file, chosen, context }: FileOrder, notes: Notes) =>
  readRecording({
    pieces: piecesOf(file, context.surroundings.folder),
    criteria: chosen.watch.criteria,
    others: chosen.others,
    notes,
  });

async function* inOrder(
  recording: Recording,
  otherwise: 'leave-out' | 'stop',
  notes: Notes,
): AsyncGenerator<readonly Observation[]> {
  let latest = Number.NEGATIVE_INFINITY;
  for await (const some of recording) {
    if (notes.disordered > 0 && otherwise === 'stop') return;
    const kept: Observation[] = [];
    for (const one of some) {
      if (one.at < latest) continue;
      latest = one.at;
      kept.push(one);
    }
    yield kept;
  }
}

function tellNotes({ file, chosen, context }: FileOrder, notes: Notes, sorted: boolean): void {
  const names = chosen.watch.criteria.map(({ name }) => name);
  const lines = noteLines(notes, { name: nameOf(file), criteria: names, sorted });
  context.tell(...lines.map((line) => `${context.paint.caution('!')} ${line}`));
}

function nothingUsable(file: string, notes: Notes, { watch, environment }: Chosen): Complaint {
  const names = watch.criteria.map(({ name }) => name).join(', ');
  const why =
    notes.lines === 0
      ? 'is empty'
      : notes.unknown.size > 0
        ? `has no reading of a criterion of ${environment}`
        : 'has no line that can be used';
  return new Complaint(`${nameOf(file)} ${why}: nothing can be said.`, {
    hint: `Readings are JSON lines with the names of the plan's criteria: ${names}.`,
    code: exitCode.wrongUse,
  });
}
