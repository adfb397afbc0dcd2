/** How bursty bad units are, in a word or two. `phi` is their variance over that of chance alone. */
export function noiseWords(phi: number): string {
  if (phi <= 1.2) return 'steady';
  if (phi <= 2) return 'a little bursty';
  if (phi <= 5) return 'bursty';
  return phi <= 20 ? 'very bursty' : 'erratic';
}
