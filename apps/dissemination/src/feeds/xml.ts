/** XML 1.0 §2.2: characters that no escaping makes legal. */
export const withoutInvalidCharacters = (xml: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');

/** Names the stylesheet that people see the document with. */
export const styled = (xml: string, styleUrl: string): string =>
  xml.replace(
    /^<\?xml[^>]*\?>\n?/,
    (declaration) => `${declaration.trim()}\n<?xml-stylesheet type="text/css" href="${styleUrl}"?>\n`,
  );

export const escapeXml = (text: string): string =>
  withoutInvalidCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
