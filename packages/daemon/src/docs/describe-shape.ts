import { alternativesOf, type Field, fieldsOf, type Schema } from './shape.ts';

const code = (text: unknown) => `\`${typeof text === 'string' ? text : JSON.stringify(text)}\``;
const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
/** In a list: a description ends with its own full stop. */
const sentence = (text: string | undefined) => (text === undefined ? '' : `: ${text.replaceAll('|', '\\|')}`);

/** The words that may stand there, where it is only words. */
const wordsOf = ({ enum: words, const: word }: Schema): readonly unknown[] | undefined =>
  words ?? (word === undefined ? undefined : [word]);

const isMapping = ({ properties }: Schema) => properties !== undefined;

/** What the section has said already, and need not say again. */
export type Told = Set<string>;

/** A shape in a list: what may be written there, a bullet each, with its parts below it. */
export function describeShape(shape: Schema, told: Told): readonly string[] {
  const alternatives = alternativesOf(shape);
  return alternatives.flatMap((one) =>
    // What stands for all of them is said by whoever shows them.
    describeAlternative(alternatives.length > 1 && one.description === shape.description ? without(one) : one, told),
  );
}

const without = ({ description, ...shape }: Schema): Schema => shape;

function describeAlternative(shape: Schema, told: Told): readonly string[] {
  const words = wordsOf(shape);
  const each = (shape as { enumDescriptions?: readonly string[] }).enumDescriptions;
  if (words !== undefined && each !== undefined)
    return words.map((word, index) => `- ${code(word)}${sentence(each[index])}`);
  if (words !== undefined) return [`- ${words.map(code).join(', ')}${sentence(shape.description)}`];
  if (isMapping(shape)) {
    if (isTold(shape.properties, told)) return [`- ${code(outline(shape))}, as above`];
    const fields = describeFields(fieldsOf(shape), told);
    return [`- ${code(outline(shape))}${sentence(shape.description)}`, ...indented(fields)];
  }
  return [`- ${nameOf(shape)}${sentence(shape.description)}${exampleOf(shape)}`];
}

/** `{ sql, rows?, show? }` */
function outline(shape: Schema): string {
  const names = fieldsOf(shape).map(({ name, required }) => (required ? name : `${name}?`));
  return names.length === 0 ? '{}' : `{ ${names.join(', ')} }`;
}

/** Whether it was told before; from now on it was. */
function isTold(thing: unknown, told: Told): boolean {
  const key = JSON.stringify(thing);
  const was = told.has(key);
  told.add(key);
  return was;
}

/** Fields of the same shape are told together, as `bad` and `of` are. */
function describeFields(fields: readonly Field[], told: Told): readonly string[] {
  const again = fields.filter(({ name, shape }) => isTold([name, shape], told)).map(({ name }) => code(name));
  const alike = Map.groupBy(
    fields.filter(({ name }) => !again.includes(code(name))),
    ({ shape }) => JSON.stringify(shape),
  );
  const news = [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const names = [first, ...others].map(({ name }) => code(name)).join(', ');
    const { shape } = first;
    const words = wordsOf(shape);
    if (words !== undefined) {
      const which = `${words.length === 1 ? 'only' : 'one of'} ${words.map(code).join(', ')}`;
      return [`- ${names} (${which})${sentence(shape.description)}`];
    }
    const parts = alternativesOf(shape);
    const below = parts.some(isMapping) ? indented(describeShape(without(shape), told)) : [];
    const described = shape.description ?? (below.length > 0 ? undefined : parts[0]?.description);
    return [`- ${names}${sentence(described)}${exampleOf(shape)}`, ...below];
  });
  return again.length === 0 ? news : [...news, `- ${again.join(', ')}, as above`];
}

function nameOf({ type }: Schema): string {
  if (type === 'integer' || type === 'number') return 'a number';
  return type === 'array' ? 'a list' : type === 'boolean' ? 'true or false' : 'a text';
}

function exampleOf({ examples, description }: Schema): string {
  if (examples?.[0] === undefined) return '';
  return `${description === undefined || /[.!?…]$/.test(description) ? '' : '.'} For instance ${code(examples[0])}.`;
}
