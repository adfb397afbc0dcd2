/** Takes so many numbers from the front. Throws when there are fewer: then something is cut short. */
export function takeFront(numbers: number[], length: number, what: string): number[] {
  if (!(length <= numbers.length)) throw new Error(`the snapshot holds less of ${what} than there is`);
  return numbers.splice(0, length);
}
