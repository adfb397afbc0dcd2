import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: Context) => void;
