/** What a login remembers of the program it was made with: two names, no versions. */
export interface BrowserNames {
  readonly browser: string | null;
  readonly system: string | null;
}

/** The first that fits counts: most browsers also call themselves by the names of others. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (agent: string, names: typeof browsers): string | null =>
  names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/** @param agent the `User-Agent` header; whatever it holds, only names of the lists above come out */
export function browserNames(agent: string | undefined): BrowserNames {
  const short = (agent ?? '').slice(0, 500);
  return { browser: nameIn(short, browsers), system: nameIn(short, systems) };
}
