/** Another one whenever the tools say something else of themselves: editors keep what they have read until it changes. */
export const toolSet = 'f624478e';
