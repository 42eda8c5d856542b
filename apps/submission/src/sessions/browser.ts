const families: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const found = (known: typeof families, text: string): string | undefined =>
  known.find(([pattern]) => pattern.test(text))?.[1];

/** What somebody recognises their browser by: « Firefox sur Windows ». Says no more than that. */
export const browserOf = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 500);
  const family = found(families, text) ?? 'Navigateur inconnu';
  const system = found(systems, text);
  return system ? `${family} sur ${system}` : family;
};
