import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { isMapping, type Mapping } from '../read-fields.ts';
import { readYaml } from '../read-yaml.ts';
import type { Section, Statement } from './statement.ts';

export interface Block {
  readonly statement: Statement;
  readonly section: Section;
  readonly value: Mapping;
}

/** The blocks that are written for Daywatch, and every one of them that cannot be read. */
export function readBlocks(sections: readonly Section[], file: string) {
  const blocks: Block[] = [];
  const problems: Problem[] = [];
  for (const section of sections)
    for (const statement of section.statements) {
      const { block, line } = statement;
      if (block?.forDaywatch !== true) continue;
      const { value, faults } = readYaml(block.text);
      for (const { code, message, offset, hint } of faults) {
        const before = block.text.slice(0, offset).split('\n');
        // The text of the block begins in the line after its fence.
        const place = { file, line: line + before.length, column: (before.at(-1)?.length ?? 0) + 1 };
        problems.push({ code, message, ...(hint === undefined ? {} : { hint }), ...place });
      }
      if (faults.length > 0) continue;
      if (isMapping(value)) blocks.push({ statement, section, value });
      else {
        const hint = 'It holds keys of the plan, such as `checklist:` or `sources:`.';
        problems.push({
          code: 'wrong-type',
          message: 'a block for Daywatch must be a mapping',
          hint,
          file,
          line,
          column: 1,
        });
      }
    }
  return { blocks, problems };
}
