import type { Path } from '../fault.ts';
import { isMapping, type Mapping } from '../read-fields.ts';

/** A plan while it is put together: plain data, and for each part of it where it comes from. */
export interface Draft {
  /** As it would stand in the file. */
  value(): Mapping;
  at(path: Path): unknown;
  /** Writes a value where none is; an earlier one stays. Answers whether it was written. */
  put(path: Path, value: unknown, origin?: string): boolean;
  /** Writes a value, whatever stands there; `undefined` removes it. */
  replace(path: Path, value: unknown, origin?: string): void;
  /** Adds to the end of a list. */
  add(path: Path, value: unknown, origin?: string): void;
  /** Where a part comes from: a sentence of a document, a file of the repository. */
  originOf(path: Path): string | undefined;
}

type Filling = { [key: string]: unknown };

export function createDraft(): Draft {
  const top: Filling = {};
  const origins = new Map<string, string>();
  const note = (path: Path, origin: string | undefined) => {
    if (origin !== undefined) origins.set(JSON.stringify(path), origin);
  };

  const at = (path: Path): unknown => {
    let here: unknown = top;
    for (const step of path) {
      if (Array.isArray(here)) here = here[Number(step)];
      else if (isMapping(here) && Object.hasOwn(here, step)) here = here[step];
      else return undefined;
    }
    return here;
  };

  /** The mapping that holds the last step of a path; what is missing above it is made. */
  const holderOf = (path: Path): Filling => {
    let here = top;
    for (const step of path.slice(0, -1)) {
      const next = here[step];
      const inner: Filling = isMapping(next) ? (next as Filling) : {};
      here[step] = inner;
      here = inner;
    }
    return here;
  };

  const draft: Draft = {
    value: () => top,
    at,
    put(path, value, origin) {
      if (at(path) !== undefined) return false;
      draft.replace(path, value, origin);
      return true;
    },
    replace(path, value, origin) {
      const key = String(path.at(-1));
      const holder = holderOf(path);
      if (value === undefined) delete holder[key];
      else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
      const inside = JSON.stringify(path).slice(0, -1);
      for (const known of origins.keys()) if (known.startsWith(inside)) origins.delete(known);
      note(path, origin);
    },
    add(path, value, origin) {
      const list = at(path);
      const before: readonly unknown[] = Array.isArray(list) ? list : [];
      const holder = holderOf(path);
      holder[String(path.at(-1))] = [...before, value];
      note([...path, before.length], origin);
    },
    originOf: (path) => origins.get(JSON.stringify(path)),
  };
  return draft;
}
