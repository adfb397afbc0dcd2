import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { LineCounter } from 'yaml';
import { meantBy } from './closest.ts';
import type { Path, PlanFault } from './fault.ts';
import type { TextFault, YamlText } from './read-yaml.ts';

interface Located {
  readonly text: string;
  readonly file: string;
  readonly yaml: YamlText;
  /** Where a value stands that was not written but follows from something that was. */
  readonly origin: (path: Path) => Path | undefined;
}

/** Faults as problems with line and column, in the order of the text, each once. */
export function locate(
  { plan, text: inText }: { readonly plan: readonly PlanFault[]; readonly text: readonly TextFault[] },
  { text, file, yaml, origin }: Located,
): readonly Problem[] {
  const lineStarts = new LineCounter();
  lineStarts.addNewLine(0);
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\r|\n/g)) lineStarts.addNewLine(index + lineEnd.length);
  const at = (offset: number) => {
    const { line, col } = lineStarts.linePos(offset);
    return { line, column: col };
  };
  const problems = [
    ...inText.map(({ code, message, hint, path, offset }) => ({
      code,
      message,
      ...hinted(hint),
      ...(path === undefined ? {} : { path: path.join('.') }),
      file,
      ...at(offset),
    })),
    ...plan.map((fault) => ({
      code: fault.code,
      message: fault.message,
      ...hinted(fault.hint),
      path: fault.path.join('.'),
      file,
      ...at(offsetOf(fault, yaml, origin)),
    })),
  ];
  const once = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...once.values()].sort((one, other) => one.line - other.line || one.column - other.column);
}

function hinted(hint: string | undefined) {
  if (hint === undefined) return {};
  const meant = meantBy(hint);
  return { hint, ...(meant !== undefined && { meant }) };
}

function offsetOf({ path, at }: PlanFault, yaml: YamlText, origin: Located['origin']): number {
  const written = yaml.placeOf(path) ?? yaml.placeOf(origin(path) ?? path);
  if (written !== undefined) return at === 'key' ? (written.key ?? written.value) : written.value;
  for (let above = path.slice(0, -1); above.length > 0; above = above.slice(0, -1)) {
    const place = yaml.placeOf(above);
    if (place !== undefined) return place.key ?? place.value;
  }
  return yaml.placeOf([])?.value ?? 0;
}
