// Log templates by a fixed-depth parse tree: P. He, J. Zhu, Z. Zheng, M. Lyu, "Drain: An Online Log Parsing Approach with
// Fixed Depth Tree", ICWS 2017. Events go down by their number of tokens and their first tokens to a small group of
// templates, and join the most similar one; what differs becomes a wildcard.

export const wildcard = '<*>';

export interface Template {
  readonly id: number;
  tokens: readonly string[];
  /** How many events it stands for. */
  met: number;
}

export interface DrainTuning {
  /** Tokens that lead the way down the tree. */
  readonly depth: number;
  /**
   * The share of tokens that must be the same. The paper's 0.4 puts "payment failed" and "payment lost" together; here
   * two faults must not become one, and numbers, ids and names are masked before.
   */
  readonly similarity: number;
  /**
   * Beyond the paper: once a template stands for so many events, a word that was the same in all of them is no
   * variable. "could not find product 7", a hundred times, and then "could not find customer 3", are two faults.
   */
  readonly settledAfter: number;
  /** Ways that part at one place of the tree; all others go by the wildcard. */
  readonly children: number;
  /** Templates that are kept; beyond, the one that was not met for longest is forgotten. */
  readonly most: number;
}
export const usualDrain: DrainTuning = { depth: 2, similarity: 0.7, settledAfter: 10, children: 100, most: 2_000 };

interface Node {
  readonly next: Map<string, Node>;
  readonly templates: Template[];
}

const emptyNode = (): Node => ({ next: new Map(), templates: [] });

export class Drain {
  private readonly tuning: DrainTuning;
  private readonly root = emptyNode();
  /** In the order in which they were met last. */
  private readonly known = new Map<number, Template>();
  private lastId = 0;

  constructor(tuning: DrainTuning = usualDrain, templates: readonly Template[] = []) {
    this.tuning = tuning;
    for (const { id, tokens, met } of templates) {
      const template = { id, tokens, met };
      this.leafOf(tokens).templates.push(template);
      this.known.set(id, template);
      this.lastId = Math.max(this.lastId, id);
    }
  }

  /** The template of an event. `isNew` when it is the first of its kind; `forgotten` when another made room for it. */
  add(tokens: readonly string[]): {
    readonly template: Template;
    readonly isNew: boolean;
    readonly forgotten?: number;
  } {
    const leaf = this.leafOf(tokens);
    const found = this.mostSimilar(leaf.templates, tokens);
    if (found !== undefined) {
      if (found.tokens.some((token, at) => token !== tokens[at]))
        found.tokens = found.tokens.map((token, at) => (token === tokens[at] ? token : wildcard));
      found.met += 1;
      this.known.delete(found.id);
      this.known.set(found.id, found);
      return { template: found, isNew: false };
    }
    this.lastId += 1;
    const template: Template = { id: this.lastId, tokens, met: 1 };
    leaf.templates.push(template);
    this.known.set(template.id, template);
    const forgotten = this.forgetOldest();
    return { template, isNew: true, ...(forgotten !== undefined && { forgotten }) };
  }

  /** Those that were met last come last. */
  templates(): readonly Template[] {
    return [...this.known.values()];
  }

  private leafOf(tokens: readonly string[]): Node {
    let node = this.child(this.root, String(tokens.length), Number.POSITIVE_INFINITY);
    for (const token of tokens.slice(0, this.tuning.depth)) {
      // What varies must not lead apart what belongs together.
      node = this.child(node, /\d|^<.*>$/.test(token) ? wildcard : token, this.tuning.children);
    }
    return node;
  }

  private child(node: Node, key: string, most: number): Node {
    const way = node.next.has(key) || node.next.size < most - 1 ? key : wildcard;
    const next = node.next.get(way) ?? emptyNode();
    node.next.set(way, next);
    return next;
  }

  private mostSimilar(templates: readonly Template[], tokens: readonly string[]): Template | undefined {
    let best: Template | undefined;
    let most = this.tuning.similarity;
    for (const template of templates) {
      if (template.met >= this.tuning.settledAfter && !covers(template.tokens, tokens)) continue;
      const share = covers(template.tokens, tokens) ? 1 : similarity(template.tokens, tokens);
      if (share < most || (share === most && best !== undefined)) continue;
      best = template;
      most = share;
    }
    return best;
  }

  private forgetOldest(): number | undefined {
    if (this.known.size <= this.tuning.most) return undefined;
    const [oldest] = this.known.values();
    if (oldest === undefined) return undefined;
    this.known.delete(oldest.id);
    const { templates } = this.leafOf(oldest.tokens);
    const at = templates.indexOf(oldest);
    if (at !== -1) templates.splice(at, 1);
    return oldest.id;
  }
}

/** Whether an event is of a template as it is, with nothing more put under its wildcards. */
const covers = (template: readonly string[], tokens: readonly string[]): boolean =>
  template.every((token, at) => token === wildcard || token === tokens[at]);

/** The share of tokens that are the same, wildcards not counted as such (the paper's simSeq). */
function similarity(template: readonly string[], tokens: readonly string[]): number {
  if (tokens.length === 0) return 1;
  let same = 0;
  for (const [at, token] of template.entries()) if (token === tokens[at] && token !== wildcard) same += 1;
  return same / tokens.length;
}
