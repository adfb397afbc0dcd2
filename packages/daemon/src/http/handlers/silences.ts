import type { Handlers } from '../handler.ts';
import type { HttpParts } from '../parts.ts';

/** Silences: what a person mutes, and takes back. Those in force stand in every verdict. */
export function silences({
  silences: commands,
}: Pick<HttpParts, 'silences'>): Pick<Handlers, 'silence' | 'endSilence'> {
  return {
    async silence({ parameters, body, by }) {
      const answer = await commands.silence(parameters.environment, body, by);
      return 'refused' in answer ? answer : { value: answer, status: 201 };
    },
    async endSilence({ parameters, by }) {
      const answer = await commands.endSilence(parameters.environment, parameters.silence, by);
      return 'refused' in answer ? answer : { value: answer };
    },
  };
}
