const spaces = /[\u00a0\u2009\u202f\t]/g;
const dashes = /[\u2010-\u2015]/g;

/** The same text, character for character, so that what is found in it is found at the same place: one kind of each sign. */
export const normalised = (text: string): string =>
  text.replace(spaces, ' ').replace(/[’‘]/g, "'").replace(dashes, '-').replace(/[º˚]/g, '°');
