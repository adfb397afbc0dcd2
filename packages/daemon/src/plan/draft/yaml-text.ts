import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from '../fault.ts';
import type { Mapping } from '../read-fields.ts';

type OriginOf = (path: Path) => string | undefined;

/** Plan data as people write YAML: sections apart, small mappings on one line, each comment beside what it is about. */
export function yamlText(value: Mapping, originOf: OriginOf = () => undefined): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  if (isMap(document.contents)) layOut(document.contents, [], originOf);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}

/** What would end a comment, or stand for nothing, does not get into one. */
export const printable = (line: string): string => line.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trimEnd();

function layOut(node: YAMLMap | YAMLSeq, path: Path, originOf: OriginOf): void {
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) layOutValue(item as Node, [...path, index], originOf);
    return;
  }
  for (const [index, item] of node.items.entries()) {
    if (!(item instanceof Pair)) continue;
    const key = isScalar(item.key) ? String(item.key.value) : String(item.key);
    const inner = [...path, key];
    if (isScalar(item.key) && index > 0 && apart(inner)) item.key.spaceBefore = true;
    layOutValue(item.value as Node | null, inner, originOf);
  }
}

/** Sections stand apart. */
const apart = (path: Path): boolean => path.length === 1 || (path.length === 3 && path[0] === 'environments');

function layOutValue(node: Node | null, path: Path, originOf: OriginOf): void {
  const origin = originOf(path);
  const words = origin === undefined ? undefined : ` ${printable(origin)}`;
  if (isScalar(node)) {
    if (words === undefined) return;
    // Text of several lines has its comment above, as nothing may follow its last one.
    if (typeof node.value === 'string' && node.value.includes('\n')) node.commentBefore = words;
    else node.comment = words;
    return;
  }
  if (!isCollection(node)) return;
  const inline = isShort(node, path) && words === undefined && !hasOrigins(node as YAMLMap | YAMLSeq, path, originOf);
  if (inline) node.flow = true;
  else if (words !== undefined) node.commentBefore = words;
  if (!inline) layOut(node as YAMLMap | YAMLSeq, path, originOf);
}

function hasOrigins(node: YAMLMap | YAMLSeq, path: Path, originOf: OriginOf): boolean {
  return node.items.some((item, index) => {
    const key = item instanceof Pair ? String(isScalar(item.key) ? item.key.value : item.key) : index;
    const value = item instanceof Pair ? item.value : item;
    const inner = [...path, key];
    if (originOf(inner) !== undefined) return true;
    return isCollection(value) && hasOrigins(value as YAMLMap | YAMLSeq, inner, originOf);
  });
}

const widest = 72;

/** Small leaves stand on one line: `{ path: /healthz, status: 200 }`. */
function isShort(node: YAMLMap | YAMLSeq | Node, path: Path): boolean {
  if (path.length < 2 || !isCollection(node) || node.items.length === 0) return path.length >= 2;
  const flat = node.items.every((item) => {
    const value = item instanceof Pair ? item.value : item;
    return isScalar(value) ? oneLine(value) : isCollection(value) && value.items.length === 0;
  });
  return flat && JSON.stringify(node.toJSON()).length <= widest;
}

const oneLine = ({ value }: Scalar): boolean => typeof value !== 'string' || !value.includes('\n');
